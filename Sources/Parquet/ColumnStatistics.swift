/// The least and the greatest value of a column in a row group, and how many are absent.
struct ColumnStatistics {
    /// The longest text that is kept; a longer one leaves the bounds out, which readers take as unknown.
    private static let longestText = 64

    let absent: Int
    /// The least and the greatest value in the PLAIN encoding; nil if there is none or it cannot be ordered.
    let bounds: (min: [UInt8], max: [UInt8])?

    init(of vector: ParquetVector) {
        absent = vector.present.map { $0.count { !$0 } } ?? 0
        switch vector.values {
        case .booleans(let values):
            bounds = Self.bounds(Self.extremes(values.map { $0 ? 1 : 0 }, vector.present)) { [UInt8($0)] }
        case .int32s(let values): bounds = Self.bounds(Self.extremes(values, vector.present), Self.raw)
        case .int64s(let values): bounds = Self.bounds(Self.extremes(values, vector.present), Self.raw)
        case .doubles(let values): bounds = Self.doubles(values, vector.present)
        case .strings(let values): bounds = Self.texts(values, vector.present)
        case .words(let indexes, let words):
            var isUsed = [Bool](repeating: false, count: words.count)
            for row in indexes.indices where vector.present?[row] ?? true { isUsed[Int(indexes[row])] = true }
            bounds = Self.texts(words, isUsed)
        }
    }

    private static func extremes<Value: Comparable>(_ values: [Value], _ present: [Bool]?) -> (Value, Value)?
    {
        guard let present else {
            guard var least = values.first else { return nil }
            var greatest = least
            for value in values {
                if value < least { least = value }
                if value > greatest { greatest = value }
            }
            return (least, greatest)
        }
        let known = values.indices.lazy.filter { present[$0] }.map { values[$0] }
        guard let least = known.min(), let greatest = known.max() else { return nil }
        return (least, greatest)
    }

    private static func bounds<Value>(
        _ extremes: (Value, Value)?, _ encode: (Value) -> [UInt8]
    ) -> (min: [UInt8], max: [UInt8])? {
        extremes.map { (encode($0.0), encode($0.1)) }
    }

    private static func raw<Value>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    /// A value that is not a number has no place in the order, and zero must stand for both of its signs.
    private static func doubles(_ values: [Double], _ present: [Bool]?) -> (min: [UInt8], max: [UInt8])? {
        let isOrdered = values.indices.allSatisfy { !values[$0].isNaN || present?[$0] == false }
        guard isOrdered, let (least, greatest) = extremes(values, present) else { return nil }
        return (raw(least == 0 ? -0.0 : least), raw(greatest == 0 ? 0.0 : greatest))
    }

    /// Text is ordered by its bytes.
    private static func texts(_ values: [String], _ present: [Bool]?) -> (min: [UInt8], max: [UInt8])? {
        let known = values.indices.lazy.filter { present?[$0] ?? true }.map { Array(values[$0].utf8) }
        guard let least = known.min(by: { $0.lexicographicallyPrecedes($1) }),
            let greatest = known.max(by: { $0.lexicographicallyPrecedes($1) }),
            max(least.count, greatest.count) <= longestText
        else { return nil }
        return (least, greatest)
    }
}
