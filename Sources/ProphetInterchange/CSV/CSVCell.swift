/// Where a cell lies in the bytes of a table, without the quotes around it.
struct CSVCell {
    var start: Int
    var end: Int
    /// Whether the cell was written in quotes.
    var isQuoted: Bool
    /// Whether quotes inside the cell are doubled.
    var hasDoubledQuotes: Bool

    /// The bytes of the cell as they are written, without spaces around them.
    func bytes(in table: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var first = start
        var last = end
        while first < last, table[first] == 0x20 || table[first] == 0x09 { first += 1 }
        while last > first, table[last - 1] == 0x20 || table[last - 1] == 0x09 { last -= 1 }
        return UnsafeBufferPointer(rebasing: table[first..<last])
    }

    /// The text of the cell; without spaces around it unless it is quoted.
    func text(in table: UnsafeBufferPointer<UInt8>) -> String {
        let slice = isQuoted ? UnsafeBufferPointer(rebasing: table[start..<end]) : bytes(in: table)
        guard hasDoubledQuotes else { return String(decoding: slice, as: UTF8.self) }
        var result: [UInt8] = []
        var index = 0
        while index < slice.count {
            result.append(slice[index])
            // The second of two quotes is passed over.
            index += slice[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
