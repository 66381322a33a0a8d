/// Columns of numbers, one after the other, each padded with zeros to a multiple of the vector width.
///
/// The zeros take part in sums without changing them, so no loop needs a tail.
struct ColumnBlock: Sendable {
    /// The numbers of a vector.
    static let width = 4

    /// The number of rows, without padding.
    let rows: Int
    /// The number of columns.
    let columns: Int
    /// The distance from one column to the next.
    let stride: Int
    /// The numbers, column after column.
    private(set) var values: [Double]

    /// Creates columns of zeros.
    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        stride = (rows + Self.width - 1) / Self.width * Self.width
        values = [Double](repeating: 0, count: stride * columns)
    }

    /// The entry of a row and a column.
    subscript(row: Int, column: Int) -> Double {
        values[column * stride + row]
    }

    /// Gives write access to all numbers, padding included.
    mutating func withColumns<Result>(_ body: (UnsafeMutableBufferPointer<Double>) -> Result) -> Result {
        values.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Gives read access to all numbers, padding included.
    func withPointer(_ body: (UnsafePointer<Double>) -> Void) {
        values.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            body(base)
        }
    }

    /// A column with its padding.
    func column(_ index: Int) -> [Double] {
        Array(values[(index * stride)..<((index + 1) * stride)])
    }

    /// The largest absolute value of a column.
    func largest(inColumn index: Int) -> Double {
        values[(index * stride)..<((index + 1) * stride)].reduce(0) { max($0, abs($1)) }
    }

    /// Copies a column with its padding to a place of another block of as many rows.
    func copy(column index: Int, to target: UnsafeMutableBufferPointer<Double>, at offset: Int) {
        values.withUnsafeBufferPointer { source in
            for row in 0..<stride {
                target[offset + row] = source[index * stride + row]
            }
        }
    }

    /// Adds a multiple of a column to a vector of at least as many rows.
    func add(column: Int, times factor: Double, to vector: inout [Double]) {
        let offset = column * stride
        values.withUnsafeBufferPointer { source in
            vector.withUnsafeMutableBufferPointer { target in
                for row in 0..<rows {
                    target[row] += source[offset + row] * factor
                }
            }
        }
    }
}
