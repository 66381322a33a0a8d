/// One property of a calendar, its folded lines joined.
struct CalendarLine {
    /// The line in which it begins, counted from 1.
    let number: Int
    /// The name of the property in capitals.
    let name: String
    /// The parameters by name in capitals.
    let parameters: [String: String]
    /// The value as it is written.
    let value: String

    /// The properties of a calendar.
    static func lines(of bytes: [UInt8]) throws(InterchangeError) -> [CalendarLine] {
        try BinaryKind.refuse(bytes)
        var result: [CalendarLine] = []
        var logical: [UInt8] = []
        var logicalNumber = 1
        var number = 0
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func finish() throws(InterchangeError) {
            if !logical.isEmpty { result.append(try CalendarLine(logical, number: logicalNumber)) }
        }
        while position < bytes.count {
            let end = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            let physical = bytes[position..<end]
            position = end + 1
            if end < bytes.count, bytes[end] == 0x0D, position < bytes.count, bytes[position] == 0x0A {
                position += 1
            }
            number += 1
            if let first = physical.first, first == 0x20 || first == 0x09 {
                // A fold may even part the bytes of one character, so bytes are joined, not texts.
                logical += physical.dropFirst()
            } else {
                try finish()
                logical = Array(physical)
                logicalNumber = number
            }
        }
        try finish()
        return result
    }

    private init(_ bytes: [UInt8], number: Int) throws(InterchangeError) {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var valueStart: Int?
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: ":") {
                valueStart = index + 1
                break
            } else if !isQuoted, byte == UInt8(ascii: ";") {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        guard let valueStart else { throw .calendar(line: number, "there is no colon after a name") }
        self.number = number
        name = String(decoding: parts[0], as: UTF8.self).uppercased()
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard pair.count == 2 else { continue }
            parameters[String(decoding: pair[0], as: UTF8.self).uppercased()] = String(
                decoding: pair[1], as: UTF8.self)
        }
        self.parameters = parameters
        value = String(decoding: bytes[valueStart...], as: UTF8.self)
    }

    /// The value as a text, without the escapes of special characters.
    var text: String {
        var result = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                result.append(character == "n" || character == "N" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        let words = result.split { $0 == " " || $0 == "\t" }
        return words.joined(separator: " ")
    }

    /// Whether the value is a date with a time of day.
    var hasTime: Bool { value.contains("T") || value.contains("t") }

    /// The value as a date, and whether it is past midnight of it.
    func date() throws(InterchangeError) -> (day: Int64, isPastMidnight: Bool) {
        guard let date = Self.date(value) else {
            throw .calendar(line: number, "\(value.prefix(40)) is no date like 20241225")
        }
        return date
    }

    /// The date of a text like 20241225, 20241225T180000 or 20241225T180000Z.
    static func date(_ text: some StringProtocol) -> (day: Int64, isPastMidnight: Bool)? {
        let bytes = Array(text.utf8)
        guard bytes.count == 8 || bytes.count == 15 || bytes.count == 16,
            let day = digits(bytes[..<8]),
            let date = CivilDate(year: day / 10_000, month: day / 100 % 100, day: day % 100)
        else { return nil }
        guard bytes.count > 8 else { return (date.dayNumber, false) }
        guard bytes[8] == UInt8(ascii: "T"), let time = digits(bytes[9..<15]), time < 240_000,
            bytes.count == 15 || bytes[15] == UInt8(ascii: "Z")
        else { return nil }
        return (date.dayNumber, time > 0)
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard byte &- 48 < 10 else { return nil }
            value = value * 10 + Int(byte &- 48)
        }
        return value
    }
}
