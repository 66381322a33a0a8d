import CKernels

/// Quantiles of samples, interpolated between order statistics: rank p·(n - 1), as Prophet and NumPy have it.
enum SampleQuantiles {
    /// The quantiles of two probabilities, the lower one first.
    ///
    /// Reorders the samples, of which there must be at least one.
    ///
    /// - Complexity: O(n) on average: samples are selected (Hoare's quickselect), not sorted.
    static func quantiles(_ lower: Double, _ upper: Double, of samples: inout [Double]) -> (Double, Double) {
        samples.withUnsafeMutableBufferPointer { buffer in
            let low = Rank(lower, of: buffer.count)
            let high = Rank(upper, of: buffer.count)
            return (low.value(in: buffer, from: 0), high.value(in: buffer, from: low.position))
        }
    }

    /// Where a quantile lies among sorted samples.
    struct Rank {
        /// The order statistic at or before the quantile, from 0.
        let position: Int
        /// How far the quantile is on the way to the next order statistic, in 0..<1.
        let fraction: Double
        /// Whether there is a next order statistic.
        let hasNext: Bool

        /// The rank of the quantile of a probability.
        init(_ probability: Double, of count: Int) {
            let rank = probability * Double(count - 1)
            position = Int(rank)
            fraction = rank - Double(position)
            hasNext = position + 1 < count
        }

        /// The quantile of samples, of which a number of smaller ones are missing.
        ///
        /// Reorders the samples; those before `first` must be no larger than the others.
        func value(
            in samples: UnsafeMutableBufferPointer<Double>, from first: Int, missing: Int = 0
        ) -> Double {
            let index = position - missing
            guard let base = samples.baseAddress else { return .nan }
            let value = ck_select(base, first, samples.count, index)
            guard hasNext else { return value }
            // The smallest of those behind is the next one.
            let next = ck_select(base, index + 1, samples.count, index + 1)
            return value + fraction * (next - value)
        }
    }
}
