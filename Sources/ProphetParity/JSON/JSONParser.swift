import Foundation

/// Reads JSON text; `NaN`, `Infinity` and `-Infinity`, which Python writes, count as numbers.
struct JSONParser {
    /// How deep arrays and objects may be nested.
    static let deepestNesting = 256

    /// The text, with a 0 after its end.
    private let bytes: [UInt8]
    private var position = 0

    private init(_ data: Data) {
        bytes = Array(data) + [0]
    }

    /// The document that some data hold.
    ///
    /// - Throws: ``ParityError/malformed(_:)``.
    /// - Complexity: O(n).
    static func parse(_ data: Data) throws(ParityError) -> JSONValue {
        var parser = JSONParser(data)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == parser.bytes.count - 1 else { throw parser.failure("nothing more") }
        return value
    }

    /// The document that a text is.
    static func parse(_ text: String) throws(ParityError) -> JSONValue {
        try parse(Data(text.utf8))
    }

    private func failure(_ expected: String) -> ParityError {
        .malformed("not JSON: expected \(expected) at byte \(position)")
    }

    private mutating func skipSpace() {
        while [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
            position += 1
        }
    }

    private mutating func value(depth: Int) throws(ParityError) -> JSONValue {
        guard depth < Self.deepestNesting else { throw failure("at most \(Self.deepestNesting) levels") }
        skipSpace()
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        default: return try literal()
        }
    }

    private mutating func object(depth: Int) throws(ParityError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        while bytes[position] != UInt8(ascii: "}") {
            if !members.isEmpty {
                try take(",")
                skipSpace()
            }
            guard bytes[position] == UInt8(ascii: "\"") else { throw failure("a name") }
            let name = try string()
            skipSpace()
            try take(":")
            members.append(.init(name: name, value: try value(depth: depth + 1)))
            skipSpace()
        }
        position += 1
        return .object(members)
    }

    private mutating func array(depth: Int) throws(ParityError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        while bytes[position] != UInt8(ascii: "]") {
            if !elements.isEmpty {
                try take(",")
            }
            elements.append(try value(depth: depth + 1))
            skipSpace()
        }
        position += 1
        return .array(elements)
    }

    private mutating func take(_ character: Character) throws(ParityError) {
        guard bytes[position] == character.asciiValue else { throw failure("'\(character)'") }
        position += 1
    }

    private mutating func literal() throws(ParityError) -> JSONValue {
        let words: [(String, JSONValue)] = [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("NaN", .number(.nan)),
            ("Infinity", .number(.infinity)), ("-Infinity", .number(-.infinity)),
        ]
        let first = bytes[position]
        let isNumber = (first >= 0x30 && first <= 0x39) || first == UInt8(ascii: "-")
        if isNumber, bytes[position + 1] != UInt8(ascii: "I") {
            return .number(try number())
        }
        for (word, value) in words where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw failure("a value")
    }

    private mutating func number() throws(ParityError) -> Double {
        let start = position
        while Self.isNumeric(bytes[position]) {
            position += 1
        }
        let (value, length) = bytes.withUnsafeBytes { buffer -> (Double, Int) in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return (0, 0) }
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(base + start, &end)
            return (value, end.map { UnsafePointer($0) - (base + start) } ?? 0)
        }
        guard length == position - start else { throw failure("a number") }
        return value
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || byte == 0x2B || byte == 0x2D || byte == 0x2E || byte == 0x45
            || byte == 0x65
    }

    private mutating func string() throws(ParityError) -> String {
        position += 1
        var units: [UInt8] = []
        while bytes[position] != UInt8(ascii: "\"") {
            guard position < bytes.count - 1 else { throw failure("the end of a text") }
            if bytes[position] == UInt8(ascii: "\\") {
                position += 1
                units += try escaped().utf8
            } else {
                units.append(bytes[position])
                position += 1
            }
        }
        position += 1
        return String(decoding: units, as: UTF8.self)
    }

    /// The character of an escape, whose backslash is behind.
    private mutating func escaped() throws(ParityError) -> String {
        let letters: [UInt8: String] = [
            0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r",
            0x74: "\t",
        ]
        if let text = letters[bytes[position]] {
            position += 1
            return text
        }
        var units = [try codeUnit()]
        if UTF16.isLeadSurrogate(units[0]), bytes[position] == UInt8(ascii: "\\") {
            position += 1
            units.append(try codeUnit())
        }
        return String(decoding: units, as: UTF16.self)
    }

    private mutating func codeUnit() throws(ParityError) -> UInt16 {
        let end = position + 5
        guard bytes[position] == UInt8(ascii: "u"), end < bytes.count,
            let unit = UInt16(String(decoding: bytes[(position + 1)..<end], as: UTF8.self), radix: 16)
        else { throw failure("an escape") }
        position = end
        return unit
    }
}
