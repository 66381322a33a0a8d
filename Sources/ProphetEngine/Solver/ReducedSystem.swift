/// A symmetric positive definite system whose leading unknowns are eliminated.
///
/// Of H = [[H11, H21'], [H21, H22]] this holds the Cholesky factor L11 of H11, W = H21 L11'⁻¹, and the Schur
/// complement S = H22 - W W', the system of the trailing unknowns alone.
///
/// Columns are eliminated one after the other from all later ones. The inner loops run down columns without
/// a sum across them, so they can use vector instructions and still add in one fixed order.
struct ReducedSystem: Sendable {
    /// The number of leading unknowns.
    let leading: Int
    /// The number of trailing unknowns.
    let trailing: Int
    /// Whether no pivot of the leading unknowns was below its floor.
    let isPositiveDefinite: Bool
    /// Column-major, lower triangle: L11 above W in the leading columns, S in the trailing ones.
    private let factor: [Double]

    private var count: Int { leading + trailing }

    /// Eliminates the leading unknowns.
    ///
    /// - Parameters:
    ///   - matrix: H, column-major; the lower triangle is read.
    ///   - leading: How many unknowns are eliminated.
    ///   - floor: The smallest pivot that is believed, one per unknown; a smaller one is replaced.
    /// - Complexity: O(p³) for p unknowns.
    init(_ matrix: [Double], leading: Int, floor: [Double]) {
        let count = floor.count
        var factor = matrix
        var isPositiveDefinite = true
        factor.withUnsafeMutableBufferPointer { factor in
            guard let base = factor.baseAddress else { return }
            for step in 0..<leading {
                let column = base + step * count
                isPositiveDefinite = isPositiveDefinite && column[step] >= floor[step]
                let pivot = max(column[step], floor[step]).squareRoot()
                column[step] = pivot
                for row in (step + 1)..<max(count, step + 1) {
                    column[row] /= pivot
                }
                for other in (step + 1)..<max(count, step + 1) {
                    let target = base + other * count
                    let multiple = column[other]
                    for row in other..<count {
                        target[row] -= multiple * column[row]
                    }
                }
            }
            for index in leading..<count {
                base[index * count + index] = max(base[index * count + index], floor[index])
            }
        }
        self.leading = leading
        trailing = count - leading
        self.isPositiveDefinite = isPositiveDefinite
        self.factor = factor
    }

    /// The Schur complement S, row-major and symmetric.
    var schur: [Double] {
        var result = [Double](repeating: 0, count: trailing * trailing)
        for column in 0..<trailing {
            for row in column..<trailing {
                let value = factor[(leading + column) * count + leading + row]
                result[row * trailing + column] = value
                result[column * trailing + row] = value
            }
        }
        return result
    }

    /// Turns the right-hand side of the whole system into that of the reduced one.
    ///
    /// - Returns: The leading part z = L11⁻¹ b1, and the right-hand side b2 - W z of the trailing unknowns.
    func reduce(_ right: [Double]) -> (leading: [Double], trailing: [Double]) {
        var rest = right
        factor.withUnsafeBufferPointer { factor in
            rest.withUnsafeMutableBufferPointer { rest in
                for step in 0..<leading {
                    let offset = step * count
                    rest[step] /= factor[offset + step]
                    for row in (step + 1)..<max(count, step + 1) {
                        rest[row] -= factor[offset + row] * rest[step]
                    }
                }
            }
        }
        return (Array(rest[..<leading]), Array(rest[leading...]))
    }

    /// The leading unknowns, given z of ``reduce(_:)`` and the trailing unknowns.
    func expand(_ z: [Double], trailing unknowns: [Double]) -> [Double] {
        var x = z + unknowns
        factor.withUnsafeBufferPointer { factor in
            x.withUnsafeMutableBufferPointer { x in
                for step in stride(from: leading - 1, through: 0, by: -1) {
                    let offset = step * count
                    var sum = x[step]
                    for row in (step + 1)..<max(count, step + 1) {
                        sum -= factor[offset + row] * x[row]
                    }
                    x[step] = sum / factor[offset + step]
                }
            }
        }
        return Array(x[..<leading])
    }
}
