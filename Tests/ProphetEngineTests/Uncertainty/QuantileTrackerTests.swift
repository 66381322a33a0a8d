import TestSupport
import Testing

@testable import ProphetEngine

/// The quick way to a quantile ends where the slow one does.
@Suite("Quantile tracker")
struct QuantileTrackerTests {
    /// Follows samples over rows and compares every quantile with that of all samples.
    private static func expectSame(
        _ probability: Double, count: Int, rows: Int, next: (_ row: Int, _ samples: inout [Double]) -> Void
    ) {
        var tracker = QuantileTracker(probability, of: count)
        var samples = [Double](repeating: 0, count: count)
        for row in 0..<rows {
            next(row, &samples)
            var copy = samples
            let (expected, _) = SampleQuantiles.quantiles(probability, probability, of: &copy)
            let found = samples.withUnsafeBufferPointer { tracker.next($0) }
            #expect(found == expected || (found.isNaN && expected.isNaN))
        }
    }

    @Test("Samples that drift, jump and stand still", arguments: 0..<16 as Range<UInt64>)
    func driftingSamples(seed: UInt64) {
        var random = RandomDeviates(seed: seed)
        let count = [1, 2, 3, 10, 99, 1000, 1003, 2500][Int(seed % 8)]
        for probability in [0.0, 0.025, 0.1, 0.5, 0.9, 1] {
            Self.expectSame(probability, count: count, rows: 30) { row, samples in
                let center = row == 20 ? 1e6 : Double(row) / 10
                for index in samples.indices where row != 25 {
                    samples[index] = center + random.normal()
                }
            }
        }
    }

    @Test("Many equal samples, which become fewer", arguments: 0..<8 as Range<UInt64>)
    func equalSamples(seed: UInt64) {
        var random = RandomDeviates(seed: seed)
        for probability in [0.05, 0.1, 0.5, 0.95] {
            Self.expectSame(probability, count: 400, rows: 60) { _, samples in
                for index in samples.indices where samples[index] != 0 || random.uniform() < 0.02 {
                    samples[index] += random.laplace(scale: 1)
                }
            }
            Self.expectSame(probability, count: 300, rows: 10) { _, samples in
                for index in samples.indices {
                    samples[index] = Double(random.index(below: 4))
                }
            }
        }
    }

    @Test("Samples that are not finite are samples all the same")
    func infiniteSamples() {
        for probability in [0, 0.1, 0.5, 0.66, 0.9] {
            Self.expectSame(probability, count: 500, rows: 8) { row, samples in
                for index in samples.indices {
                    samples[index] = index.isMultiple(of: 3) && row > 2 ? .infinity : Double(index * row)
                }
                samples[0] = row == 6 ? -1e308 : -.infinity
            }
        }
    }
}
