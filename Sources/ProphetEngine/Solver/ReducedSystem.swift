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
    /// The rows of L11, then those of W, each padded with zeros to a multiple of the vector width.
    private let factor: [Double]
    /// The distance from one row to the next.
    private let stride: Int

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
        let stride = Self.padded(leading)
        var factor = [Double](repeating: 0, count: count * stride)
        var schur = [Double](repeating: 0, count: trailing * trailing)
        var isPositiveDefinite = true
        factor.withUnsafeMutableBufferPointer { factor in
            guard let base = factor.baseAddress else { return }
            for row in 0..<count {
                let target = base + row * stride
                for column in 0..<min(row + 1, leading) {
                    // What is not computed yet is 0, so whole vectors may be multiplied.
                    let other = base + column * stride
                    let sum =
                        matrix[row * count + column]
                        - VectorKernels.dot(target, other, count: Self.padded(column))
                    guard row == column else {
                        target[column] = sum / other[column]
                        continue
                    }
                    isPositiveDefinite = isPositiveDefinite && sum >= floor[row]
                    target[column] = max(sum, floor[row]).squareRoot()
                }
            }
            for row in 0..<trailing {
                let target = base + (leading + row) * stride
                for column in 0...row {
                    var sum = matrix[(leading + row) * count + leading + column]
                    sum -= VectorKernels.dot(target, base + (leading + column) * stride, count: stride)
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
        self.stride = stride
        self.schur = schur
        self.isPositiveDefinite = isPositiveDefinite
        self.factor = factor
    }

    private static func padded(_ count: Int) -> Int {
        (count + ColumnBlock.width - 1) / ColumnBlock.width * ColumnBlock.width
    }

    /// Turns the right-hand side of the whole system into that of the reduced one.
    ///
    /// - Returns: The leading part z = L11⁻¹ b1, padded with zeros, and the right-hand side b2 - W z of the
    ///   trailing unknowns.
    func reduce(_ right: [Double]) -> (leading: [Double], trailing: [Double]) {
        var z = [Double](repeating: 0, count: stride)
        var rest = Array(right[leading...])
        factor.withUnsafeBufferPointer { factor in
            z.withUnsafeMutableBufferPointer { z in
                guard let base = factor.baseAddress, let vector = z.baseAddress else { return }
                for row in 0..<leading {
                    let line = base + row * stride
                    z[row] =
                        (right[row] - VectorKernels.dot(line, vector, count: Self.padded(row))) / line[row]
                }
                for row in 0..<trailing {
                    rest[row] -= VectorKernels.dot(base + (leading + row) * stride, vector, count: stride)
                }
            }
        }
        return (z, rest)
    }

    /// The leading unknowns, given z of ``reduce(_:)`` and the trailing unknowns.
    func expand(_ z: [Double], trailing unknowns: [Double]) -> [Double] {
        var x = z
        factor.withUnsafeBufferPointer { factor in
            x.withUnsafeMutableBufferPointer { x in
                for row in 0..<trailing where unknowns[row] != 0 {
                    let offset = (leading + row) * stride
                    for inner in 0..<leading {
                        x[inner] -= factor[offset + inner] * unknowns[row]
                    }
                }
                for row in Swift.stride(from: leading - 1, through: 0, by: -1) {
                    let offset = row * stride
                    x[row] /= factor[offset + row]
                    for inner in 0..<row {
                        x[inner] -= factor[offset + inner] * x[row]
                    }
                }
            }
        }
        x.removeLast(stride - leading)
        return x
    }
}
