import TestSupport
import Testing

@testable import Binance

@Suite("Token bucket")
struct TokenBucketTests {
    @Test("A burst goes through at once, the rest at the rate")
    func burst() {
        var bucket = TokenBucket(rate: 100_000, at: .zero)
        #expect(bucket.take(25_000, at: .zero) == .zero)
        #expect(bucket.take(50_000, at: .zero) == .milliseconds(500))
        #expect(bucket.take(100_000, at: .zero) == .milliseconds(1500))
        #expect(bucket.take(1, at: .seconds(60)) == .zero)
    }

    /// Property: whoever waits as told never takes more than the rate and one burst.
    @Test("Transfers together keep the rate, and use it", arguments: 0..<30 as Range<UInt64>)
    func keepsRate(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rate = Int.random(in: 1000...10_000_000, using: &random)
        var bucket = TokenBucket(rate: rate, at: .zero)
        var ready = [Duration](repeating: .zero, count: Int.random(in: 1...8, using: &random))
        var total = 0
        var now: Duration = .zero
        for _ in 0..<2000 {
            let next = ready.indices.min { ready[$0] < ready[$1] } ?? 0
            now = ready[next]
            let bytes = Int.random(in: 1...65_536, using: &random)
            total += bytes
            ready[next] = now + bucket.take(bytes, at: now)
        }
        let allowed = Double(rate) * (now / .seconds(1)) + max(16_384, Double(rate) / 4)
        #expect(Double(total) <= allowed + Double(ready.count) * 65_536)
        #expect(Double(total) >= Double(rate) * (now / .seconds(1)))
    }
}
