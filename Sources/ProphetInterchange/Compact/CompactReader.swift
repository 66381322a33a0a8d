/// Reads the values of the compact format from bytes that may be anything.
struct CompactReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// How many more times may be read: runs let a few bytes stand for many of them.
    private var timesLeft = 4 * ModelDraft.mostRows

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }
    private var remaining: Int { bytes.endIndex - position }

    mutating func byte() throws(InterchangeError) -> UInt8 {
        guard position < bytes.endIndex else { throw .damaged("it is cut off") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func unsigned() throws(InterchangeError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw .damaged("a number is too large") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw .damaged("a number is too large")
    }

    mutating func signed() throws(InterchangeError) -> Int64 {
        let folded = try unsigned()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    /// A whole number, kept within ±2⁵³.
    mutating func integer() throws(InterchangeError) -> Int {
        let value = try signed()
        guard value.magnitude <= 1 << 53 else { throw .damaged("a number is too large") }
        return Int(value)
    }

    /// A number of things, not more than a limit.
    mutating func count(atMost limit: Int) throws(InterchangeError) -> Int {
        let value = try unsigned()
        guard value <= UInt64(limit) else { throw .damaged("\(value) of something is too many") }
        return Int(value)
    }

    /// A number of things of at least one byte each.
    mutating func count() throws(InterchangeError) -> Int {
        let value = try count(atMost: .max)
        // What remains is what is left after the number itself.
        guard value <= remaining else { throw .damaged("it is cut off") }
        return value
    }

    mutating func bool() throws(InterchangeError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw .damaged("a truth value is neither 0 nor 1")
        }
    }

    mutating func double() throws(InterchangeError) -> Double {
        let kept = try byte()
        guard kept <= 8 else { throw .damaged("a number has \(kept) bytes") }
        var bits: UInt64 = 0
        for index in 0..<UInt64(kept) { bits |= UInt64(try byte()) << (56 - 8 * index) }
        return Double(bitPattern: bits)
    }

    mutating func text() throws(InterchangeError) -> String {
        let length = try count()
        defer { position += length }
        guard let text = String(validating: bytes[position..<(position + length)], as: UTF8.self) else {
            throw .damaged("a text is no UTF-8")
        }
        return text
    }

    mutating func list<Item>(
        _ read: (inout CompactReader) throws(InterchangeError) -> Item
    ) throws(InterchangeError) -> [Item] {
        var items: [Item] = []
        for _ in 0..<(try count()) { items.append(try read(&self)) }
        return items
    }

    mutating func doubles() throws(InterchangeError) -> [Double] {
        var items: [Double] = []
        for _ in 0..<(try count()) { items.append(try double()) }
        return items
    }

    mutating func optional<Value>(
        _ read: (inout CompactReader) throws(InterchangeError) -> Value
    ) throws(InterchangeError) -> Value? {
        try bool() ? try read(&self) : nil
    }

    mutating func choice<Choice: CaseIterable>(
        _ type: Choice.Type
    ) throws(InterchangeError) -> Choice {
        let index = Int(try byte())
        guard let choice = type.allCases.dropFirst(index).first else {
            throw .damaged("a choice has the number \(index)")
        }
        return choice
    }

    mutating func times() throws(InterchangeError) -> [Int64] {
        let total = try count(atMost: min(ModelDraft.mostRows, timesLeft))
        timesLeft -= total
        guard total > 0 else { return [] }
        var last = try signed()
        var result = [last]
        while result.count < total {
            let step = try signed()
            let length = try count(atMost: total - result.count)
            guard length > 0 else { throw .damaged("a run of times is empty") }
            for _ in 0..<length {
                let (next, overflows) = last.addingReportingOverflow(step)
                guard !overflows else { throw .damaged("a time is too large") }
                last = next
                result.append(next)
            }
        }
        return result
    }
}
