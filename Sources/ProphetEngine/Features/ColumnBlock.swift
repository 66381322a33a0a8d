/// Columns of numbers, one after the other, each padded with zeros to a multiple of the vector width.
///
/// The zeros take part in sums without changing them, so no loop needs a tail.
struct ColumnBlock: Sendable {
    /// The numbers of a vector.
    static let width = 4

    /// The number of rows, without padding.
    let rows: Int
    /// The number of columns, without those before the first.
    let columns: Int
    /// The number of columns before the first: room for those of a trend, so that all lie in one piece.
    let prefix: Int
    /// The distance from one column to the next.
    let stride: Int
    /// The numbers, column after column.
    private var values: [Double]

    /// Creates columns of zeros.
    init(rows: Int, columns: Int, prefix: Int = 0) {
        self.rows = rows
        self.columns = columns
        self.prefix = prefix
        stride = (rows + Self.width - 1) / Self.width * Self.width
        values = [Double](repeating: 0, count: stride * (prefix + columns))
    }

    /// The entry of a row and a column.
    subscript(row: Int, column: Int) -> Double {
        values[(prefix + column) * stride + row]
    }

    /// Writes a column; those before the first have negative numbers.
    mutating func set(column: Int, _ value: (Int) -> Double) {
        let offset = (prefix + column) * stride
        for row in 0..<rows {
            values[offset + row] = value(row)
        }
    }

    /// Sets some columns to 0 in the chosen rows.
    mutating func clear(columns: Range<Int>, where isChosen: (Int) -> Bool) {
        for row in 0..<rows where isChosen(row) {
            for column in columns {
                values[(prefix + column) * stride + row] = 0
            }
        }
    }

    /// Gives write access to all numbers from the first column on, padding included.
    mutating func withColumns<Result>(_ body: (UnsafeMutableBufferPointer<Double>) -> Result) -> Result {
        let offset = prefix * stride
        return values.withUnsafeMutableBufferPointer {
            body(UnsafeMutableBufferPointer(rebasing: $0[offset...]))
        }
    }

    /// Gives read access to all numbers, the columns before the first and padding included.
    func withPointer(_ body: (UnsafePointer<Double>) -> Void) {
        values.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            body(base)
        }
    }

    /// A column with its padding.
    func column(_ index: Int) -> [Double] {
        Array(values[((prefix + index) * stride)..<((prefix + index + 1) * stride)])
    }

    /// The largest absolute value of a column.
    func largest(inColumn index: Int) -> Double {
        values[((prefix + index) * stride)..<((prefix + index + 1) * stride)].reduce(0) { max($0, abs($1)) }
    }

    /// Copies a column with its padding to a place of another block of as many rows.
    func copy(column index: Int, to target: UnsafeMutableBufferPointer<Double>, at offset: Int) {
        let source = (prefix + index) * stride
        values.withUnsafeBufferPointer { values in
            for row in 0..<stride {
                target[offset + row] = values[source + row]
            }
        }
    }

    /// Adds a multiple of a column to a vector of at least as many rows.
    func add(column: Int, times factor: Double, to vector: inout [Double]) {
        let offset = (prefix + column) * stride
        values.withUnsafeBufferPointer { source in
            vector.withUnsafeMutableBufferPointer { target in
                for row in 0..<rows {
                    target[row] += source[offset + row] * factor
                }
            }
        }
    }
}
