import Candles
import Testing

@testable import Binance

@Suite("Retry policy")
struct RetryPolicyTests {
    private static func policy(
        attempts: Int = 6, seed: UInt64 = 1, hasFallback: Bool = false
    ) throws -> RetryPolicy {
        RetryPolicy(
            configuration: BinanceConfiguration(attempts: attempts), url: try BaseURL(rest: "https://host"),
            path: "/p", seed: seed, hasFallback: hasFallback)
    }

    private static func answered(
        _ status: Int, code: Int? = nil, message: String = "m", retryAfter: Duration? = nil,
        date: OpenTime? = nil
    ) -> RetryPolicy.Outcome {
        .answered(
            Refusal(status: status, code: code, message: message, retryAfter: retryAfter, date: date))
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
            case .moveOn:
                Issue.record("there is no other address")
            }
            most = min(.seconds(30), most * 2)
        }
    }

    @Test("A limit is waited for exactly as long as the exchange says, by all requests")
    func retryAfter() throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(429, retryAfter: .seconds(17)))
                == .retry(after: .seconds(17), holdsAll: true, reason: "429"))
    }

    @Test(
        "Without a length a limit is waited for a minute",
        arguments: [(429, nil), (400, -1003)] as [(Int, Int?)])
    func missingRetryAfter(status: Int, code: Int?) throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(status, code: code))
                == .retry(after: .seconds(60), holdsAll: true, reason: "\(status)"))
    }

    @Test("A limit longer than the bound is given up and named")
    func tooLong() throws {
        var policy = try Self.policy()
        let action = policy.next(after: Self.answered(429, retryAfter: .seconds(121)))
        let error = BinanceError.rateLimited(host: "host", retryAfter: .seconds(121))
        #expect(action == .giveUp(error))
        #expect(error.problem.contains("3 min"))
        #expect(error.kind == .rateLimited)
    }

    @Test(
        "A ban ends the work and names its end, from the header or from the words",
        arguments: [
            ("m", .seconds(300), Samples.start, Samples.start + 300_000, .seconds(300)),
            (
                "IP banned until 1704067800000. Use", nil, Samples.start, Samples.start + 600_000,
                .seconds(600)
            ),
            ("IP banned until 1704067800000. Use", .seconds(7), nil, Samples.start + 600_000, .seconds(7)),
            ("m", nil, nil, nil, .seconds(120)),
        ] as [(String, Duration?, OpenTime?, OpenTime?, Duration)])
    func ban(message: String, retryAfter: Duration?, date: OpenTime?, end: OpenTime?, rest: Duration) throws {
        var policy = try Self.policy()
        let error = BinanceError.banned(host: "host", until: end, retryAfter: rest)
        #expect(
            policy.next(
                after: Self.answered(418, code: -1003, message: message, retryAfter: retryAfter, date: date))
                == .giveUp(error))
        #expect(error.kind == .rateLimited)
        if let end { #expect(error.problem.contains("\(end)")) }
    }

    @Test("A busy server that names a pause is not asked before its end")
    func busy() throws {
        var policy = try Self.policy()
        #expect(
            policy.next(after: Self.answered(503, code: -1008, retryAfter: .seconds(40)))
                == .retry(after: .seconds(40), holdsAll: true, reason: "503"))
        #expect(
            policy.next(after: Self.answered(503, retryAfter: .seconds(4000)))
                == .giveUp(.rateLimited(host: "host", retryAfter: .seconds(4000))))
    }

    @Test("Where there is another address, a place that is not served leads to it at once")
    func fallback() throws {
        var policy = try Self.policy(hasFallback: true)
        #expect(policy.next(after: Self.answered(451, code: 0)) == .moveOn(.geoBlocked(host: "host")))
    }

    @Test(
        "Where there is another address, the third failure of the network or refusal of the firewall leads to it"
    )
    func fallbackLater() throws {
        for outcome in [RetryPolicy.Outcome.failed("x"), Self.answered(403)] {
            var policy = try Self.policy(hasFallback: true)
            for attempt in 1...3 {
                switch policy.next(after: outcome) {
                case .retry: #expect(attempt < 3)
                case .moveOn(let error): #expect(attempt == 3 && error.isRetriable)
                case .giveUp(let error): Issue.record(error)
                }
            }
        }
    }

    @Test("Where there is another address, a busy server is still asked for as long as otherwise")
    func busyStays() throws {
        var policy = try Self.policy(hasFallback: true)
        for _ in 0..<5 {
            guard case .retry = policy.next(after: Self.answered(502)) else {
                Issue.record("given up too early")
                return
            }
        }
        guard case .giveUp(.unreachable) = policy.next(after: Self.answered(502)) else {
            Issue.record("not given up")
            return
        }
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
