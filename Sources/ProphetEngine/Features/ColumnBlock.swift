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

    /// The block of some of the rows, in the order given.
    func rows(_ chosen: [Int]) -> ColumnBlock {
        var result = ColumnBlock(rows: chosen.count, columns: columns, prefix: prefix)
        for column in 0..<(prefix + columns) {
            for (row, source) in chosen.enumerated() {
                result.values[column * result.stride + row] = values[column * stride + source]
            }
        }
        return result
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

    /// The products of a column and a weight per row, shape T.
    func product(column index: Int, _ weight: [Double]) -> [Double] {
        let offset = (prefix + index) * stride
        return [Double](unsafeUninitializedCapacity: rows) { result, count in
            values.withUnsafeBufferPointer { values in
                weight.withUnsafeBufferPointer { weight in
                    for row in 0..<rows {
                        result[row] = values[offset + row] * weight[row]
                    }
                }
            }
            count = rows
        }
    }

    /// The largest absolute value of a column.
    func largest(inColumn index: Int) -> Double {
        values[((prefix + index) * stride)..<((prefix + index + 1) * stride)].reduce(0) { max($0, abs($1)) }
    }

    /// Copies a column, times a factor per row if there are any, to a place of another block of as many rows.
    ///
    /// The padding of that place is left alone where there are factors.
    func copy(
        column index: Int, times factors: [Double]?, to target: UnsafeMutableBufferPointer<Double>,
        at offset: Int
    ) {
        let source = (prefix + index) * stride
        values.withUnsafeBufferPointer { values in
            guard let from = values.baseAddress, let to = target.baseAddress else { return }
            guard let factors else {
                (to + offset).update(from: from + source, count: stride)
                return
            }
            factors.withUnsafeBufferPointer { factors in
                for row in 0..<rows {
                    to[offset + row] = from[source + row] * factors[row]
                }
            }
        }
    }

    /// The sum of some columns, each times its entry of the factors, shape T.
    ///
    /// - Complexity: O(T) for each column whose factor is not 0.
    func sum(_ chosen: [Int], _ factors: [Double]) -> [Double] {
        let selected = chosen.filter { factors[$0] != 0 }
        var result = [Double](repeating: 0, count: stride)
        withPointer { base in
            result.withUnsafeMutableBufferPointer { result in
                guard let vector = result.baseAddress else { return }
                VectorKernels.add(
                    base + prefix * stride, stride: stride, selected: selected,
                    times: selected.map { factors[$0] }, to: vector)
            }
        }
        result.removeLast(stride - rows)
        return result
    }
}
