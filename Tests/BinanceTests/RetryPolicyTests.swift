import Testing

@testable import Binance

@Suite("Retry policy")
struct RetryPolicyTests {
    private static func policy(attempts: Int = 6, seed: UInt64 = 1) throws -> RetryPolicy {
        RetryPolicy(
            configuration: BinanceConfiguration(attempts: attempts), url: try BaseURL(rest: "https://host"),
            path: "/p", seed: seed)
    }

    private static func answered(
        _ status: Int, code: Int? = nil, retryAfter: Duration? = nil
    ) -> RetryPolicy.Outcome {
        .answered(status: status, code: code, message: "m", retryAfter: retryAfter)
    }

    @Test("A good answer is accepted")
    func accepts() throws {
        var policy = try Self.policy()
        #expect(policy.next(after: Self.answered(200)) == .accept)
    }

    @Test(
        "What cannot get better is given up at once",
        arguments: [(400, -1100), (400, nil), (401, -2015), (404, nil), (301, nil), (409, 0)] as [(Int, Int?)]
    )
    func refusedAtOnce(status: Int, code: Int?) throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(status, code: code))
                == .giveUp(.refused(path: "/p", status: status, code: code, message: "m")))
    }

    @Test("A refused place is given up at once, and the remedy names the other addresses")
    func geoBlocked() throws {
        var policy = try Self.policy()
        #expect(policy.next(after: Self.answered(451, code: 0)) == .giveUp(.geoBlocked(host: "host")))
        let remedy = BinanceError.geoBlocked(host: "host").remedy
        #expect(remedy.contains("--rest-url https://data-api.binance.vision"))
        #expect(remedy.contains("--stream-url wss://data-stream.binance.vision"))
    }

    @Test(
        "A fault of the server or the network is tried again with growing pauses",
        arguments: 0..<30 as Range<UInt64>)
    func growingPauses(seed: UInt64) throws {
        var random = Jitter(seed: seed)
        let outcomes: [RetryPolicy.Outcome] = [
            Self.answered(500), Self.answered(503), Self.answered(408), Self.answered(400, code: -1001),
            Self.answered(400, code: -1007), Self.answered(400, code: -1008), .failed("x"), .broken("y"),
        ]
        var policy = try Self.policy(attempts: 10, seed: seed)
        var most: Duration = .milliseconds(500)
        for attempt in 1...10 {
            let outcome = try #require(outcomes.randomElement(using: &random))
            switch policy.next(after: outcome) {
            case .retry(let pause, let holdsAll, _):
                #expect(attempt < 10)
                #expect(pause >= most / 2 && pause <= most)
                #expect(!holdsAll)
            case .giveUp(let error):
                #expect(attempt == 10)
                #expect(outcome == .broken("y") ? error.kind == .badData : error.kind == .unavailable)
            case .accept:
                Issue.record("a failure was accepted")
            }
            most = min(.seconds(30), most * 2)
        }
    }

    @Test(
        "A limit is waited for exactly as long as the exchange says, by all requests", arguments: [418, 429])
    func retryAfter(status: Int) throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(status, retryAfter: .seconds(17)))
                == .retry(after: .seconds(17), holdsAll: true, reason: "\(status)"))
    }

    @Test("Without a length a limit is waited for a minute, a ban two", arguments: [(429, 60), (418, 120)])
    func missingRetryAfter(status: Int, seconds: Int) throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(status))
                == .retry(after: .seconds(seconds), holdsAll: true, reason: "\(status)"))
    }

    @Test("A limit longer than the bound is given up and named")
    func tooLong() throws {
        var policy = try Self.policy()
        let action = policy.next(after: Self.answered(418, retryAfter: .seconds(121)))
        let error = BinanceError.rateLimited(host: "host", retryAfter: .seconds(121))
        #expect(action == .giveUp(error))
        #expect(error.problem.contains("3 min"))
        #expect(error.kind == .rateLimited)
    }

    @Test("The firewall gets long pauses and few tries")
    func firewall() throws {
        var policy = try Self.policy()
        for _ in 0..<2 {
            #expect(
                policy.next(after: Self.answered(403))
                    == .retry(after: .seconds(120), holdsAll: true, reason: "403"))
        }
        #expect(policy.next(after: Self.answered(403)) == .giveUp(.firewall(host: "host")))
    }

    @Test("A server that is not trusted is never asked again")
    func untrusted() throws {
        var policy = try Self.policy()
        #expect(policy.next(after: .untrusted("r")) == .giveUp(.tls(url: "https://host", reason: "r")))
    }

    @Test("An invalid symbol has its own meaning, whatever else the answer says")
    func invalidSymbol() throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(400, code: -1121))
                == .giveUp(.unknownSymbol([], nearMatches: [])))
    }
}
