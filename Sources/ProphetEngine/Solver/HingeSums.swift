/// Sums of a weight against the hinges max(0, t - s_j) of all changepoints, in one pass.
///
/// A hinge is a straight line beyond its changepoint, so its sums follow from those of the next hinge and of
/// the rows in between: O(T + S) in place of O(T·S). All steps add what is positive for positive weights:
/// nothing cancels.
struct HingeSums: Sendable {
    /// The scaled times of the rows, ascending.
    let t: [Double]
    /// The changepoints s, ascending.
    let times: [Double]
    /// For each changepoint the first row at or after it, and at the end the number of rows.
    private let starts: [Int]

    init(t: [Double], times: [Double]) {
        self.t = t
        self.times = times
        var row = 0
        starts =
            times.map { time in
                while row < t.count, t[row] < time {
                    row += 1
                }
                return row
            } + [t.count]
    }

    /// The sums over the rows beyond each changepoint s_j, each shape S.
    struct Moments {
        /// Σ w.
        var zeroth: [Double]
        /// Σ (t - s_j) w.
        var first: [Double]
        /// Σ (t - s_j)² w.
        var second: [Double]
    }

    /// The sums of a weight per row; what follows the rows is not read.
    func moments(of weight: [Double]) -> Moments {
        precondition(weight.count >= t.count, "weight must have \(t.count) entries, was \(weight.count)")
        return weight.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                return Moments(
                    zeroth: times.map { _ in 0 }, first: times.map { _ in 0 }, second: times.map { _ in 0 })
            }
            return moments(of: base)
        }
    }

    /// The sums of a weight per row.
    func moments(of weight: UnsafePointer<Double>) -> Moments {
        let count = times.count
        let zeros = [Double](repeating: 0, count: count)
        var result = Moments(zeroth: zeros, first: zeros, second: zeros)
        var next = (0.0, 0.0, 0.0)
        let segments = VectorKernels.segmentMoments(weight, t: t, starts: starts, about: times)
        for j in stride(from: count - 1, through: 0, by: -1) {
            let distance = j + 1 < count ? times[j + 1] - times[j] : 0
            let (zeroth, first, second) = next
            next = (
                segments[3 * j] + zeroth,
                segments[3 * j + 1] + first + distance * zeroth,
                segments[3 * j + 2] + second + distance * (2 * first + distance * zeroth)
            )
            result.zeroth[j] = next.0
            result.first[j] = next.1
            result.second[j] = next.2
        }
        return result
    }
}
