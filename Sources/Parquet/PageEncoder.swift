/// Writes the values of a page in Parquet's PLAIN encoding, and what goes before them.
enum PageEncoder {
    /// The levels that say which rows of an optional column have a value.
    static func levels(_ present: ArraySlice<Bool>?, rows: Int) -> [UInt8] {
        var levels: [UInt8] = []
        if let present {
            HybridEncoder.append(present.map { $0 ? 1 : 0 }, bits: 1, to: &levels)
        } else {
            HybridEncoder.repeatValue(1, count: rows, bits: 1, to: &levels)
        }
        var bytes: [UInt8] = []
        bytes.append32(levels.count)
        return bytes + levels
    }

    /// Appends the values of some rows, without those that are absent.
    static func append(_ vector: ParquetVector, rows: Range<Int>, to bytes: inout [UInt8]) {
        switch vector.values {
        case .booleans(let values):
            let bits = Array(chosen(values, vector.present, rows))
            for start in stride(from: 0, to: bits.count, by: 8) {
                let group = bits[start..<min(bits.count, start + 8)].enumerated()
                bytes.append(group.reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) })
            }
        case .int32s(let values): appendRaw(chosen(values, vector.present, rows), to: &bytes)
        case .int64s(let values): appendRaw(chosen(values, vector.present, rows), to: &bytes)
        case .doubles(let values): appendRaw(chosen(values, vector.present, rows), to: &bytes)
        case .strings(let values):
            for value in chosen(values, vector.present, rows) { append(value, to: &bytes) }
        case .words(let indexes, let words):
            let bits = bitWidth(of: words)
            bytes.append(UInt8(bits))
            HybridEncoder.append(Array(chosen(indexes, vector.present, rows)), bits: bits, to: &bytes)
        }
    }

    /// Appends text with its length before it.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append32(text.utf8.count)
        bytes += text.utf8
    }

    /// The bits that the index of every word fits into.
    private static func bitWidth(of words: [String]) -> Int {
        max(1, Int.bitWidth - (words.count - 1).leadingZeroBitCount)
    }

    private static func chosen<Value>(
        _ values: [Value], _ present: [Bool]?, _ rows: Range<Int>
    ) -> ArraySlice<Value> {
        guard let present else { return values[rows] }
        return rows.lazy.filter { present[$0] }.map { values[$0] }[...]
    }

    /// The format and every machine that this runs on have the lowest byte first, so the memory is copied.
    private static func appendRaw<Value>(_ values: ArraySlice<Value>, to bytes: inout [UInt8]) {
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}
