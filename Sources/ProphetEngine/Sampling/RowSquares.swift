/// The sum of squared residuals of any model, computed from all rows, with its derivative.
///
/// One pass over the columns for the mean and one for the derivative; the hinges of the changepoints are
/// never written down: the trend runs along the rows and sums of weights run back over them.
struct RowSquares: Sendable {
    private let posterior: Posterior
    /// The first row at or after each changepoint, and at the end the number of rows.
    private let starts: [Int]
    private let columns: Columns
    /// Numbers per row: the broken line, the additive sum, the factor, and three weights.
    private var scratch: [Double]

    /// The columns by how they act.
    struct Columns: Sendable {
        let additive: [Int]
        let multiplicative: [Int]
    }

    init(posterior: Posterior) {
        self.posterior = posterior
        let t = posterior.t
        var row = 0
        starts =
            posterior.trend.changepointTimes.map { time in
                while row < t.count, t[row] < time {
                    row += 1
                }
                return row
            } + [t.count]
        let modes = posterior.features.columns.map(\.mode)
        columns = Columns(
            additive: modes.indices.filter { modes[$0] == .additive },
            multiplicative: modes.indices.filter { modes[$0] == .multiplicative })
        scratch = [Double](repeating: 0, count: 6 * posterior.features.values.stride)
    }

    /// Computes the sum at a point, and half its derivative.
    ///
    /// - Parameters:
    ///   - x: The point: k, m, beta, delta; for logistic growth k m in place of m.
    ///   - halfSlope: Written over, of the same shape.
    /// - Returns: The sum.
    /// - Complexity: O(T·K + S).
    mutating func value(at x: UnsafePointer<Double>, halfSlope: UnsafeMutablePointer<Double>) -> Double {
        let posterior = posterior
        let starts = starts
        let columns = columns
        let stride = posterior.features.values.stride
        return scratch.withUnsafeMutableBufferPointer { scratch in
            guard let base = scratch.baseAddress else { return 0 }
            var pass = RowPass(
                posterior: posterior, starts: starts, columns: columns, stride: stride, base: base)
            let squares = pass.residuals(at: x)
            pass.slopes(at: x, into: halfSlope)
            return squares
        }
    }
}
