import Binance
import Testing

@Suite("Reconnect policy")
struct ReconnectPolicyTests {
    private static let lost = BinanceError.streamClosed(url: "u", reason: "r")

    @Test("Pauses are drawn below a length that doubles up to 30 s", arguments: 0..<30 as Range<UInt64>)
    func fullJitter(seed: UInt64) {
        var policy = ReconnectPolicy(seed: seed)
        var most: Duration = .milliseconds(250)
        for _ in 0..<12 {
            guard case .retry(let pause) = policy.failed(Self.lost, alive: .zero) else {
                Issue.record("gave up")
                return
            }
            #expect(pause >= .zero && pause <= most)
            most = min(.seconds(30), most * 2)
        }
    }

    @Test("A connection that lived for a minute starts the count again")
    func resets() {
        var policy = ReconnectPolicy(seed: 1)
        for _ in 0..<8 { _ = policy.failed(Self.lost, alive: .seconds(59)) }
        #expect(policy.failures == 8)
        _ = policy.failed(Self.lost, alive: .seconds(60))
        #expect(policy.failures == 1)
    }

    @Test("The pauses of two clients differ, those of one seed do not")
    func seeds() {
        var one = ReconnectPolicy(seed: 1)
        var same = ReconnectPolicy(seed: 1)
        var other = ReconnectPolicy(seed: 2)
        let first = one.failed(Self.lost, alive: .zero)
        #expect(first == same.failed(Self.lost, alive: .zero))
        #expect(first != other.failed(Self.lost, alive: .zero))
    }

    @Test(
        "What only the user can mend is given up",
        arguments: [
            .geoBlocked(host: "h"), .tls(url: "u", reason: "r"), .invalidURL("u", reason: "r"), .cancelled,
            .refused(path: "p", status: 400, code: nil, message: ""), .streamCount(0),
            .rateLimited(host: "h", retryAfter: .seconds(901)),
        ] as [BinanceError])
    func givesUp(error: BinanceError) {
        var policy = ReconnectPolicy(seed: 1)
        #expect(policy.failed(error, alive: .zero) == .giveUp)
    }

    @Test("A limit is waited for at least as long as the exchange says")
    func limited() {
        var policy = ReconnectPolicy(seed: 1)
        guard
            case .retry(let pause) = policy.failed(
                .rateLimited(host: "h", retryAfter: .seconds(40)), alive: .zero)
        else {
            Issue.record("gave up")
            return
        }
        #expect(pause >= .seconds(40))
    }

    @Test("The firewall is tried three times, with minutes between")
    func firewall() {
        var policy = ReconnectPolicy(seed: 1)
        for _ in 0..<3 {
            guard case .retry(let pause) = policy.failed(.firewall(host: "h"), alive: .zero) else {
                Issue.record("gave up")
                return
            }
            #expect(pause >= .seconds(120))
        }
        #expect(policy.failed(.firewall(host: "h"), alive: .zero) == .giveUp)
    }
}
