/// A symmetric positive definite system whose leading unknowns are eliminated.
///
/// Of H = [[H11, H21'], [H21, H22]] this holds the Cholesky factor L11 of H11, W = H21 L11'⁻¹, and the Schur
/// complement S = H22 - W W', the system of the trailing unknowns alone.
struct ReducedSystem: Sendable {
    /// The number of leading unknowns.
    let leading: Int
    /// The number of trailing unknowns.
    let trailing: Int
    /// The Schur complement S, row-major and symmetric.
    let schur: [Double]
    /// Whether no pivot of the leading unknowns was below its floor.
    let isPositiveDefinite: Bool
    /// Row-major: the rows of L11, then those of W; `leading` numbers each.
    private let factor: [Double]

    /// Eliminates the leading unknowns.
    ///
    /// - Parameters:
    ///   - matrix: H, row-major; the lower triangle is read.
    ///   - leading: How many unknowns are eliminated.
    ///   - floor: The smallest pivot that is believed, one per unknown; a smaller one is replaced.
    /// - Complexity: O(p³) for p unknowns.
    init(_ matrix: [Double], leading: Int, floor: [Double]) {
        let count = floor.count
        let trailing = count - leading
        var factor = [Double](repeating: 0, count: count * leading)
        var schur = [Double](repeating: 0, count: trailing * trailing)
        var isPositiveDefinite = true
        func pivot(_ value: Double, _ row: Int) -> Double {
            if value < floor[row] {
                isPositiveDefinite = false
            }
            return max(value, floor[row])
        }
        factor.withUnsafeMutableBufferPointer { factor in
            for row in 0..<count {
                for column in 0..<min(row + 1, leading) {
                    var sum = matrix[row * count + column]
                    for inner in 0..<column {
                        sum -= factor[row * leading + inner] * factor[column * leading + inner]
                    }
                    factor[row * leading + column] =
                        row == column
                        ? pivot(sum, row).squareRoot() : sum / factor[column * leading + column]
                }
            }
            for row in 0..<trailing {
                for column in 0...row {
                    var sum = matrix[(leading + row) * count + leading + column]
                    for inner in 0..<leading {
                        sum -=
                            factor[(leading + row) * leading + inner]
                            * factor[(leading + column) * leading + inner]
                    }
                    if row == column {
                        sum = max(sum, floor[leading + row])
                    }
                    schur[row * trailing + column] = sum
                    schur[column * trailing + row] = sum
                }
            }
        }
        self.leading = leading
        self.trailing = trailing
        self.schur = schur
        self.isPositiveDefinite = isPositiveDefinite
        self.factor = factor
    }

    /// Turns the right-hand side of the whole system into that of the reduced one.
    ///
    /// - Returns: The leading part z = L11⁻¹ b1, and the right-hand side b2 - W z of the trailing unknowns.
    func reduce(_ right: [Double]) -> (leading: [Double], trailing: [Double]) {
        var z = Array(right[..<leading])
        for row in 0..<leading {
            for inner in 0..<row {
                z[row] -= factor[row * leading + inner] * z[inner]
            }
            z[row] /= factor[row * leading + row]
        }
        var rest = Array(right[leading...])
        for row in 0..<trailing {
            for inner in 0..<leading {
                rest[row] -= factor[(leading + row) * leading + inner] * z[inner]
            }
        }
        return (z, rest)
    }

    /// The leading unknowns, given z of ``reduce(_:)`` and the trailing unknowns.
    func expand(_ z: [Double], trailing unknowns: [Double]) -> [Double] {
        var x = z
        for row in 0..<trailing where unknowns[row] != 0 {
            for inner in 0..<leading {
                x[inner] -= factor[(leading + row) * leading + inner] * unknowns[row]
            }
        }
        for row in stride(from: leading - 1, through: 0, by: -1) {
            x[row] /= factor[row * leading + row]
            for inner in 0..<row {
                x[inner] -= factor[row * leading + inner] * x[row]
            }
        }
        return x
    }
}
