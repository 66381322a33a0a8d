/// The sum of squared residuals of a linear model, expanded around the optimum.
///
/// With r the residuals there, c = J'r and d the way from there, it is r'r - 2 c'd + d'J'J d. Around the
/// optimum c is next to nothing and the other terms are positive, so nothing cancels, as it would around 0;
/// and the number of rows does not matter.
struct SquaresExpansion: Sendable {
    /// The point of the expansion, shape p.
    let center: [Double]
    /// r'r.
    let squares: Double
    /// c, shape p.
    let correlation: [Double]
    /// J'J, row-major and symmetric.
    let gram: [Double]

    /// Computes the sum at a point, and half its derivative, which is -J'(residuals).
    ///
    /// - Parameters:
    ///   - x: The numbers that hold the point, from a position on.
    ///   - halfSlope: Written over, shape p.
    /// - Returns: The sum.
    /// - Complexity: O(p²).
    func value(
        at x: UnsafePointer<Double>, halfSlope: UnsafeMutablePointer<Double>
    ) -> Double {
        let count = center.count
        for index in 0..<count {
            halfSlope[index] = 0
        }
        gram.withUnsafeBufferPointer { gram in
            guard let gram = gram.baseAddress else { return }
            for row in 0..<count {
                let step = x[row] - center[row]
                let entries = gram + row * count
                for column in 0..<count {
                    halfSlope[column] += entries[column] * step
                }
            }
        }
        var result = squares
        for index in 0..<count {
            let step = x[index] - center[index]
            result += step * (halfSlope[index] - 2 * correlation[index])
            halfSlope[index] -= correlation[index]
        }
        return max(0, result)
    }
}
