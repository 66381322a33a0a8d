/// Writes small numbers as runs of one value and as packed groups of eight, whichever is shorter.
///
/// Source: Apache Parquet, "Encodings", RLE / bit-packing hybrid.
enum HybridEncoder {
    /// Appends numbers, each of a number of bits.
    ///
    /// - Complexity: O(*n*).
    static func append(_ values: [Int32], bits: Int, to bytes: inout [UInt8]) {
        var index = 0
        var waiting = 0
        while index < values.count {
            var end = index + 1
            while end < values.count, values[end] == values[index] { end += 1 }
            // A packed group always has eight values, so a run first fills up the group before it.
            let fill = (8 - (index - waiting) % 8) % 8
            if end - index - fill >= 8 {
                pack(values[waiting..<(index + fill)], bits: bits, to: &bytes)
                repeatValue(values[index], count: end - index - fill, bits: bits, to: &bytes)
                waiting = end
            }
            index = end
        }
        pack(values[waiting...], bits: bits, to: &bytes)
    }

    /// Appends one value many times.
    static func repeatValue(_ value: Int32, count: Int, bits: Int, to bytes: inout [UInt8]) {
        bytes.appendVarint(UInt64(count) << 1)
        for shift in stride(from: 0, to: bits, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Int32(shift)))
        }
    }

    private static func pack(_ values: ArraySlice<Int32>, bits: Int, to bytes: inout [UInt8]) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        bytes.appendVarint(UInt64(groups) << 1 | 1)
        let end = bytes.count + groups * bits
        var buffer: UInt64 = 0
        var filled = 0
        for value in values {
            buffer |= UInt64(UInt32(bitPattern: value)) << UInt64(filled)
            filled += bits
            while filled >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: buffer))
                buffer >>= 8
                filled -= 8
            }
        }
        if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer)) }
        while bytes.count < end { bytes.append(0) }
    }
}
