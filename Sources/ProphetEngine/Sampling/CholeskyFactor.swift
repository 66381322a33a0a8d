/// The lower triangular L with L L' = A of a symmetric positive definite matrix A.
///
/// Kept by rows and by columns, so that products with L and with L' both run along memory.
struct CholeskyFactor: Sendable {
    /// The number of rows of A.
    let count: Int
    private var rows: [Double]
    private var columns: [Double]

    /// Factorises a row-major matrix, of which the lower triangle is read; nil if it is not positive definite.
    ///
    /// - Complexity: O(n³).
    init?(_ matrix: [Double], count: Int) {
        self.count = count
        rows = matrix
        columns = matrix
        for row in 0..<count {
            for column in 0...row {
                var sum = matrix[row * count + column]
                for index in 0..<column {
                    sum -= rows[row * count + index] * rows[column * count + index]
                }
                if row == column {
                    guard sum > 0, sum.isFinite else { return nil }
                    rows[row * count + row] = sum.squareRoot()
                } else {
                    rows[row * count + column] = sum / rows[column * count + column]
                }
            }
            for column in (row + 1)..<max(row + 1, count) {
                rows[row * count + column] = 0
            }
        }
        for row in 0..<count {
            for column in 0..<count {
                columns[column * count + row] = rows[row * count + column]
            }
        }
    }

    /// The factor of a diagonal matrix.
    init(diagonal: [Double]) {
        count = diagonal.count
        rows = [Double](repeating: 0, count: count * count)
        for index in 0..<count {
            rows[index * count + index] = diagonal[index].squareRoot()
        }
        columns = rows
    }

    /// Adds a multiple of L v to a vector.
    ///
    /// - Complexity: O(n²).
    func add(_ scale: Double, times v: [Double], to result: inout [Double]) {
        let count = count
        columns.withUnsafeBufferPointer { columns in
            v.withUnsafeBufferPointer { v in
                result.withUnsafeMutableBufferPointer { result in
                    for column in 0..<count {
                        let factor = scale * v[column]
                        let offset = column * count
                        for row in column..<count {
                            result[row] += columns[offset + row] * factor
                        }
                    }
                }
            }
        }
    }

    /// Writes L' v over a vector.
    ///
    /// - Complexity: O(n²).
    func transposed(times v: [Double], into result: inout [Double]) {
        let count = count
        rows.withUnsafeBufferPointer { rows in
            v.withUnsafeBufferPointer { v in
                result.withUnsafeMutableBufferPointer { result in
                    for index in 0..<count {
                        result[index] = 0
                    }
                    for row in 0..<count {
                        let factor = v[row]
                        let offset = row * count
                        for column in 0...row {
                            result[column] += rows[offset + column] * factor
                        }
                    }
                }
            }
        }
    }

    /// The solution x of A x = b.
    func solve(_ b: [Double]) -> [Double] {
        var x = b
        for row in 0..<count {
            for column in 0..<row {
                x[row] -= rows[row * count + column] * x[column]
            }
            x[row] /= rows[row * count + row]
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            for column in (row + 1)..<max(row + 1, count) {
                x[row] -= columns[row * count + column] * x[column]
            }
            x[row] /= rows[row * count + row]
        }
        return x
    }

    /// The matrix A = L L', row-major and symmetric.
    ///
    /// - Complexity: O(n³).
    func product() -> [Double] {
        var result = [Double](repeating: 0, count: count * count)
        for row in 0..<count {
            for column in 0...row {
                var sum = 0.0
                for index in 0...column {
                    sum += rows[row * count + index] * rows[column * count + index]
                }
                result[row * count + column] = sum
                result[column * count + row] = sum
            }
        }
        return result
    }

    /// The inverse of A, row-major and symmetric.
    ///
    /// - Complexity: O(n³).
    func inverse() -> [Double] {
        var result = [Double](repeating: 0, count: count * count)
        var unit = [Double](repeating: 0, count: count)
        for column in 0..<count {
            unit[column] = 1
            let solution = solve(unit)
            unit[column] = 0
            result.replaceSubrange((column * count)..<((column + 1) * count), with: solution)
        }
        for row in 0..<count {
            for column in 0..<row {
                let mean = (result[row * count + column] + result[column * count + row]) / 2
                result[row * count + column] = mean
                result[column * count + row] = mean
            }
        }
        return result
    }
}
