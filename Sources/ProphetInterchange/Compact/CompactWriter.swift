/// Writes the values of the compact format.
struct CompactWriter {
    private(set) var bytes: [UInt8] = []

    /// A number without sign: seven bits in each byte, the lowest first, the high bit set but in the last.
    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func count(_ value: Int) { unsigned(UInt64(max(0, value))) }

    /// A number with sign, folded so that small ones of either sign are short.
    mutating func signed(_ value: Int64) { unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    mutating func bool(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// A double without the zero bytes at its end.
    ///
    /// The number of the bytes that remain, then these bytes, the highest first: 0 takes one byte, 10 three,
    /// most others nine.
    mutating func double(_ value: Double) {
        let bits = value.bitPattern
        let kept = bits == 0 ? 0 : 8 - bits.trailingZeroBitCount / 8
        bytes.append(UInt8(kept))
        for index in 0..<kept { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index))) }
    }

    /// The bytes in UTF-8 after their number.
    mutating func text(_ value: String) {
        count(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    /// A list after its length.
    mutating func list<Items: Collection, E: Error>(
        _ items: Items, _ write: (inout CompactWriter, Items.Element) throws(E) -> Void
    ) throws(E) {
        count(items.count)
        for item in items { try write(&self, item) }
    }

    mutating func doubles(_ values: [Double]) { list(values) { $0.double($1) } }

    /// A value after a byte that says whether there is one.
    mutating func optional<Value, E: Error>(
        _ value: Value?, _ write: (inout CompactWriter, Value) throws(E) -> Void
    ) throws(E) {
        bool(value != nil)
        if let value { try write(&self, value) }
    }

    /// One of the cases of a type, by its position.
    mutating func choice<Choice: CaseIterable & Equatable>(_ value: Choice) {
        let position = Choice.allCases.enumerated().first { $0.element == value }?.offset ?? 0
        bytes.append(UInt8(position))
    }

    /// Times: their number, the first, then runs of equal steps as the step and how often it follows.
    mutating func times(_ values: [Int64]) {
        count(values.count)
        guard var last = values.first else { return }
        signed(last)
        var index = 1
        while index < values.count {
            let step = values[index] &- last
            var length = 0
            while index < values.count, values[index] &- last == step {
                last = values[index]
                index += 1
                length += 1
            }
            signed(step)
            count(length)
        }
    }

    mutating func append(_ more: [UInt8]) { bytes += more }
}
