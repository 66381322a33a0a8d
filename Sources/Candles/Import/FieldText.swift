/// One field of a row as text, without quotes and the spaces around it.
struct FieldText {
    /// What a field says as a number.
    enum Number: Equatable {
        case number(Double)
        /// Nothing, or a word that means nothing is known.
        case missing
        case none
    }

    /// Whether the line ends behind the field.
    let endsLine: Bool
    private let bytes: UnsafeBufferPointer<UInt8>

    /// Takes the field at a position and moves behind its separator or its line's end.
    init(_ position: inout UnsafePointer<UInt8>, separator: UInt8) {
        let start = position
        var isQuoted = false
        while position.pointee != 0x0A, position.pointee != separator || isQuoted {
            if position.pointee == 0x22 { isQuoted.toggle() }
            position += 1
        }
        self.init(start, count: position - start, endsLine: position.pointee == 0x0A)
        position += 1
    }

    /// Takes some bytes as a field.
    init(_ start: UnsafePointer<UInt8>, count: Int, endsLine: Bool = true) {
        var (first, end) = (start, start + count)
        func trim() {
            while first < end, Self.isSpace(first.pointee) { first += 1 }
            while first < end, Self.isSpace(end[-1]) { end -= 1 }
        }
        trim()
        if end - first >= 2, first.pointee == 0x22, end[-1] == 0x22 {
            first += 1
            end -= 1
            trim()
        }
        bytes = UnsafeBufferPointer(start: first, count: end - first)
        self.endsLine = endsLine
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 }

    /// The number of fields of a line.
    static func count(_ start: UnsafePointer<UInt8>, separator: UInt8) -> Int {
        var (position, result, isQuoted) = (start, 1, false)
        while position.pointee != 0x0A {
            if position.pointee == 0x22 { isQuoted.toggle() }
            if position.pointee == separator, !isQuoted { result += 1 }
            position += 1
        }
        return result
    }

    /// The beginning of the field, for messages.
    var text: String { String(decoding: bytes.prefix(40), as: UTF8.self) }

    /// The field as text.
    var whole: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether the letters and digits of the field, made small, are those of a name.
    func isSame(as name: [UInt8]) -> Bool {
        var rest = name[...]
        for byte in bytes {
            let small = byte &- 0x41 < 26 ? byte + 0x20 : byte
            guard small &- 0x61 < 26 || small &- 0x30 < 10 else { continue }
            guard rest.first == small else { return false }
            rest.removeFirst()
        }
        return rest.isEmpty
    }

    /// The field as a number, correctly rounded: a plain decimal, or one with an exponent.
    func number() -> Number {
        if isMissing { return .missing }
        var position = 0
        var isNegative = false
        if let sign = bytes.first, sign == 0x2D || sign == 0x2B {
            isNegative = sign == 0x2D
            position = 1
        }
        var mantissa: UInt64 = 0
        var (digits, places, seen, hasPoint) = (0, 0, 0, false)
        while position < bytes.count {
            let byte = bytes[position]
            if byte &- 0x30 < 10 {
                if digits < 19 { mantissa = mantissa * 10 + UInt64(byte - 0x30) }
                if mantissa != 0 { digits += 1 }
                if hasPoint { places += 1 }
                seen += 1
            } else if byte == 0x2E, !hasPoint {
                hasPoint = true
            } else {
                break
            }
            position += 1
        }
        guard seen > 0, let exponent = exponent(&position), position == bytes.count else { return .none }
        let value = value(mantissa, digits, places - exponent)
        return value.map { .number(isNegative ? -$0 : $0) } ?? .none
    }

    /// The time that the field says, in milliseconds since 1970, and the smallest step of its unit.
    func time(_ unit: FileTimeUnit?) -> (milliseconds: Int64, step: Int64)? {
        if let time = ISOTime.milliseconds(bytes) {
            return (time, bytes.contains(0x2E) ? 1 : 1000)
        }
        guard case .number(let value) = number(), value >= 0, value < 9e15 else { return nil }
        let whole = value.rounded(.down)
        guard let unit = unit ?? FileTimeUnit(of: Int64(whole)), let time = unit.milliseconds(Int64(whole))
        else { return nil }
        let fraction = unit == .seconds ? Int64(((value - whole) * 1000).rounded()) : 0
        return (time + fraction, unit == .seconds && fraction == 0 ? 1000 : 1)
    }

    private var isMissing: Bool {
        switch bytes.count {
        case 0: true
        case 1: bytes[0] == 0x2D
        case 2: isWord("na")
        case 3: isWord("nan") || isWord("n/a")
        case 4: isWord("null") || isWord("none")
        default: false
        }
    }

    /// Whether the field is a word of as many small letters, whatever the size of its own.
    private func isWord(_ word: StaticString) -> Bool {
        for (index, byte) in bytes.enumerated()
        where (byte &- 0x41 < 26 ? byte + 0x20 : byte) != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// Reads `e` and a whole number, or nothing, which is 0; nil for anything else.
    private func exponent(_ position: inout Int) -> Int? {
        guard position < bytes.count else { return 0 }
        guard bytes[position] | 0x20 == 0x65 else { return nil }
        position += 1
        var isNegative = false
        if position < bytes.count, bytes[position] == 0x2D || bytes[position] == 0x2B {
            isNegative = bytes[position] == 0x2D
            position += 1
        }
        var value = 0
        let start = position
        while position < bytes.count, bytes[position] &- 0x30 < 10, position - start < 5 {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position == start ? nil : isNegative ? -value : value
    }

    /// The mantissa over ten to the power of the places, rounded once.
    private func value(_ mantissa: UInt64, _ digits: Int, _ places: Int) -> Double? {
        if digits <= 19, (0...19).contains(places) {
            return Decimal.value(mantissa: mantissa, places: places)
        }
        if mantissa == 0 { return 0 }
        // The alphabet has been checked, so the standard library meets neither words nor hexadecimal digits.
        return Double(String(decoding: bytes, as: UTF8.self))
    }
}
