/// Reads JSON text, as Python's json module reads it.
///
/// Source: RFC 8259; beside it NaN, Infinity and -Infinity are numbers. Nesting is limited, so that no text
/// can exhaust the stack.
package struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The deepest nesting that is read.
    static let deepest = 100

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The value that a text consists of.
    ///
    /// - Throws: ``InterchangeError/json(offset:_:)``.
    /// - Complexity: O(n) time and memory.
    package static func parse(_ bytes: [UInt8]) throws(InterchangeError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InterchangeError) in
            var parser = JSONParser(buffer)
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
            let value = try parser.value(depth: 0)
            parser.skipSpace()
            guard parser.position == buffer.count else { throw parser.fault("text follows the value") }
            return value
        }
    }

    private func fault(_ reason: String) -> InterchangeError { .json(offset: position, reason) }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
        position += count
        return true
    }

    private mutating func value(depth: Int) throws(InterchangeError) -> JSONValue {
        guard depth <= Self.deepest else { throw fault("values are nested deeper than \(Self.deepest)") }
        skipSpace()
        guard position < bytes.count else { throw fault("the text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t") where skip("true"): return .bool(true)
        case UInt8(ascii: "f") where skip("false"): return .bool(false)
        case UInt8(ascii: "n") where skip("null"): return .null
        case UInt8(ascii: "N") where skip("NaN"): return .number(.nan)
        case UInt8(ascii: "I") where skip("Infinity"): return .number(.infinity)
        case UInt8(ascii: "-") where skip("-Infinity"): return .number(-.infinity)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(InterchangeError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if skip(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw fault("a key should be")
            }
            let key = try text()
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw fault("a colon should be") }
            members.append(JSONValue.Member(name: key, value: try value(depth: depth + 1)))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return .object(members) }
            guard skip(UInt8(ascii: ",")) else { throw fault("a comma or the end of an object should be") }
        }
    }

    private mutating func array(depth: Int) throws(InterchangeError) -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        skipSpace()
        if skip(UInt8(ascii: "]")) { return .array([]) }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            if skip(UInt8(ascii: "]")) { return .array(items) }
            guard skip(UInt8(ascii: ",")) else { throw fault("a comma or the end of a list should be") }
        }
    }

    private mutating func number() throws(InterchangeError) -> Double {
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                position += 1
            default: break scan
            }
        }
        let digits = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard digits.first != UInt8(ascii: "+"), let value = NumberText.double(digits) else {
            position = start
            throw fault("there is no value")
        }
        return value
    }

    private mutating func text() throws(InterchangeError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                defer { position += 1 }
                return try decoded(bytes[start..<position])
            }
            if byte == UInt8(ascii: "\\") { return try escapedText(from: start) }
            guard byte >= 0x20 else { throw fault("a control character is inside a text") }
            position += 1
        }
        throw fault("a text has no end")
    }

    /// A text whose first escape is at the current position.
    private mutating func escapedText(from start: Int) throws(InterchangeError) -> String {
        var result = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= 0x20 else { throw fault("a control character is inside a text") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try decoded(result)
            case UInt8(ascii: "\\"): try appendEscape(to: &result)
            default: result.append(byte)
            }
        }
        throw fault("a text has no end")
    }

    private mutating func appendEscape(to result: inout [UInt8]) throws(InterchangeError) {
        guard position < bytes.count else { throw fault("a text has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code), skip("\\u") {
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("half a character stands alone") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half a character stands alone") }
            result.append(contentsOf: String(Character(scalar)).utf8)
        default: throw fault("an escape is unknown")
        }
    }

    private mutating func hexadecimal() throws(InterchangeError) -> UInt32 {
        guard bytes.count - position >= 4 else { throw fault("an escape is cut off") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw fault("an escape is no hexadecimal number")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    private func decoded(_ text: some Sequence<UInt8>) throws(InterchangeError) -> String {
        guard let result = String(validating: text, as: UTF8.self) else {
            throw fault("a text is no UTF-8")
        }
        return result
    }
}
