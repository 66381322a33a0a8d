import BatchLayer
import Testing

@Suite("Progress")
struct ProgressEstimateTests {
    @Test("Half of the work in ten seconds leaves ten, with the rates of what came")
    func half() {
        var estimate = ProgressEstimate()
        estimate.expect(left: .rest(slots: 100_000))
        estimate.advance(.rest(slots: 50_000), candles: 50_000, bytes: 5_000_000)
        estimate.expect(left: .rest(slots: 50_000))
        #expect(estimate.fraction == 0.5)
        #expect(estimate.remaining(after: .seconds(10)) == .seconds(10))
        #expect(estimate.candlesPerSecond(after: .seconds(10)) == 5000)
        #expect(estimate.bytesPerSecond(after: .milliseconds(500)) == 10_000_000)
    }

    @Test("Nothing expected is done; with nothing done yet there is no guess")
    func edges() {
        var estimate = ProgressEstimate()
        #expect(estimate.fraction == 1 && estimate.remaining(after: .seconds(1)) == nil)
        #expect(estimate.candlesPerSecond(after: .zero) == 0)
        estimate.expect(left: .archive(slots: 1000))
        #expect(estimate.fraction == 0 && estimate.remaining(after: .seconds(1)) == nil)
    }

    @Test("The share never passes 1, and falls only where there is more to do than was expected")
    func bounds() {
        var estimate = ProgressEstimate()
        estimate.expect(left: .rest(slots: 2000))
        var last = 0.0
        for _ in 0..<5 {
            estimate.advance(.rest(slots: 1000), candles: 1000, bytes: 0)
            #expect(estimate.fraction >= last && estimate.fraction <= 1)
            last = estimate.fraction
        }
        #expect(estimate.fraction == 1)
        estimate.expect(left: .rest(slots: 5000))
        #expect(estimate.fraction == 0.5)
        estimate.expect(left: .zero)
        #expect(estimate.fraction == 1 && estimate.remaining(after: .seconds(3)) == .zero)
    }
}
