/// Quantiles of samples, interpolated between order statistics: rank p·(n - 1), as Prophet and NumPy have it.
enum SampleQuantiles {
    /// The quantiles of two probabilities, the lower one first.
    ///
    /// Reorders the samples, of which there must be at least one.
    ///
    /// - Complexity: O(n) on average: samples are selected (Hoare's quickselect), not sorted.
    static func quantiles(_ lower: Double, _ upper: Double, of samples: inout [Double]) -> (Double, Double) {
        samples.withUnsafeMutableBufferPointer { buffer in
            let low = quantile(lower, of: buffer, from: 0)
            let high = quantile(upper, of: buffer, from: Int(lower * Double(buffer.count - 1)))
            return (low, high)
        }
    }

    /// A quantile, where the samples before a position are known to be no larger than those after it.
    private static func quantile(
        _ probability: Double, of samples: UnsafeMutableBufferPointer<Double>, from start: Int
    ) -> Double {
        let rank = probability * Double(samples.count - 1)
        let lower = Int(rank)
        select(lower, of: samples, from: start)
        guard lower + 1 < samples.count else { return samples[lower] }
        var next = samples[lower + 1]
        for index in (lower + 1)..<samples.count {
            next = min(next, samples[index])
        }
        return samples[lower] + (rank - Double(lower)) * (next - samples[lower])
    }

    /// Puts the sample of a rank in its place, smaller ones before and larger ones after it.
    private static func select(_ rank: Int, of samples: UnsafeMutableBufferPointer<Double>, from start: Int) {
        var first = start
        var last = samples.count - 1
        while first < last {
            let pivot = samples[first + (last - first) / 2]
            var left = first
            var right = last
            while left <= right {
                while samples[left] < pivot { left += 1 }
                while samples[right] > pivot { right -= 1 }
                if left <= right {
                    samples.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if rank <= right {
                last = right
            } else if rank >= left {
                first = left
            } else {
                return
            }
        }
    }
}
