/// Steps over JSON text without building anything, and never past its end.
///
/// Stream messages come by the thousand and are read for a few fields each, so values are only located here
/// and read by whoever wants them.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    private let end: Int

    /// How deep arrays and objects may be nested.
    private static let deepest = 60

    /// Where a value stands, and what it is.
    struct Value: Hashable {
        /// What the value is.
        enum Kind: Hashable {
            case text
            case number
            case object
            case array
            case isTrue
            case isFalse
            case null
        }

        let kind: Kind
        /// The bytes of the value; of a text without its quotes.
        let range: Range<Int>
    }

    /// Why the text is no JSON.
    struct Fault: Error {
        let reason: String
    }

    /// A scanner of a part of some text.
    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    private var next: UInt8? { position < end ? bytes[position] : nil }

    /// Steps over one byte, after any space, if it is the expected one.
    mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Whether nothing but space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == end
    }

    /// Locates the next value and steps over it.
    mutating func value() throws(Fault) -> Value {
        skipSpace()
        let start = position
        guard let first = next else { throw fault("the text ends where a value belongs") }
        switch first {
        case UInt8(ascii: "\""): return Value(kind: .text, range: try text())
        case UInt8(ascii: "{"):
            try nested()
            return Value(kind: .object, range: start..<position)
        case UInt8(ascii: "["):
            try nested()
            return Value(kind: .array, range: start..<position)
        case UInt8(ascii: "t"): return try literal("true", .isTrue)
        case UInt8(ascii: "f"): return try literal("false", .isFalse)
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            while let byte = next, Self.isNumberByte(byte) { position += 1 }
            return Value(kind: .number, range: start..<position)
        default: throw fault("a value is missing")
        }
    }

    /// Locates the content of a text and steps over it.
    mutating func text() throws(Fault) -> Range<Int> {
        guard skip(UInt8(ascii: "\"")) else { throw fault("a quote is missing") }
        let start = position
        while let byte = next {
            position += 1
            if byte == UInt8(ascii: "\"") { return start..<position - 1 }
            if byte == UInt8(ascii: "\\") { position = min(position + 1, end) }
        }
        throw fault("the text ends inside quotes")
    }

    /// Makes a fault that names the place.
    func fault(_ reason: String) -> Fault { Fault(reason: "\(reason) at byte \(position)") }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func literal(_ word: StaticString, _ kind: Value.Kind) throws(Fault) -> Value {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw fault("a value is misspelt") }
            position += 1
        }
        return Value(kind: kind, range: start..<position)
    }

    /// Steps over an array or object whose content nobody has asked for yet; brackets have to match.
    private mutating func nested() throws(Fault) {
        // One bit for each open bracket: whether it is an object's.
        var isObject: UInt64 = 0
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                _ = try text()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < Self.deepest else { throw fault("it is nested too deep") }
                isObject = isObject << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard isObject & 1 == (byte == UInt8(ascii: "}") ? 1 : 0) else {
                    throw fault("brackets do not match")
                }
                isObject >>= 1
                depth -= 1
            default:
                break
            }
            position += 1
            if depth == 0 { return }
        }
        throw fault("the text ends inside brackets")
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
