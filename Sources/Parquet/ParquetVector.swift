/// The values of one column, a row each.
public struct ParquetVector: Hashable, Sendable {
    /// The values by how they are kept in memory.
    public enum Values: Hashable, Sendable {
        /// Of ``ParquetColumn/Kind/boolean`` columns.
        case booleans([Bool])
        /// Of ``ParquetColumn/Kind/int32`` and ``ParquetColumn/Kind/date`` columns.
        case int32s([Int32])
        /// Of ``ParquetColumn/Kind/int64`` and ``ParquetColumn/Kind/timestamp`` columns.
        case int64s([Int64])
        /// Of ``ParquetColumn/Kind/double`` columns.
        case doubles([Double])
        /// Of ``ParquetColumn/Kind/string`` columns whose values are mostly different.
        case strings([String])
        /// Of ``ParquetColumn/Kind/string`` columns of few words: for each row the index of its word.
        ///
        /// They are written as a dictionary, so a column of one word takes a few bytes.
        case words([Int32], of: [String])
    }

    /// A value for every row, also where none is present.
    public var values: Values
    /// For every row whether its value is present; nil if all are.
    public var present: [Bool]?

    /// Values, some of which may be absent.
    public init(_ values: Values, present: [Bool]? = nil) {
        self.values = values
        self.present = present
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .booleans(let values): values.count
        case .int32s(let values): values.count
        case .int64s(let values): values.count
        case .doubles(let values): values.count
        case .strings(let values): values.count
        case .words(let indexes, _): indexes.count
        }
    }

    /// Numbers of which those that are not a number are absent.
    ///
    /// - Complexity: O(*n*).
    public static func known(_ numbers: [Double]) -> ParquetVector {
        // Adding is the cheapest way to see that none is missing; a sum that overflows only costs the second look.
        guard numbers.reduce(0, +).isNaN else { return ParquetVector(.doubles(numbers)) }
        return ParquetVector(.doubles(numbers), present: numbers.map { !$0.isNaN })
    }

    /// Whether the values can stand in a column.
    func fits(_ column: ParquetColumn) -> Bool {
        guard present.map({ $0.count == count && column.isOptional }) ?? true else { return false }
        return switch (values, column.kind) {
        case (.booleans, .boolean), (.int32s, .int32), (.int32s, .date), (.int64s, .int64),
            (.int64s, .timestamp), (.doubles, .double), (.strings, .string), (.words, .string):
            true
        default: false
        }
    }
}
