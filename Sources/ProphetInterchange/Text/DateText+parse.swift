extension DateText {
    /// Reads a time, without spaces around it.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - allowsUTC: Whether a Z at the end is passed over, as saved models of older versions have it.
    /// - Returns: Milliseconds since 1970-01-01.
    /// - Throws: What is wrong with the text.
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, allowsUTC: Bool = false
    ) throws(CellFault) -> Int64 {
        var reader = DateReader(bytes: bytes)
        let day = try reader.date()
        guard !reader.isAtEnd else { return day * CivilDate.milliseconds }
        let time = try reader.timeOfDay()
        if allowsUTC, reader.isAtFinalZ { return day * CivilDate.milliseconds + time }
        guard reader.isAtEnd else { throw reader.faultOfRest }
        return day * CivilDate.milliseconds + time
    }
}

/// Reads the parts of a date from bytes.
private struct DateReader {
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }
    var isAtFinalZ: Bool { position == bytes.count - 1 && bytes[position] == UInt8(ascii: "Z") }

    private func isDigit(_ index: Int) -> Bool {
        index < bytes.count && bytes[index] &- 48 < 10
    }

    /// A run of up to nine digits: its value and length.
    private mutating func digits() -> (value: Int, count: Int) {
        var value = 0
        let start = position
        while position - start < 9, isDigit(position) {
            value = value * 10 + Int(bytes[position] &- 48)
            position += 1
        }
        return (value, position - start)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// The number of the day of the date at the beginning.
    mutating func date() throws(CellFault) -> Int64 {
        guard !bytes.isEmpty else { throw .missing }
        if bytes.allSatisfy({ $0 &- 48 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }),
            !bytes.dropFirst().contains(UInt8(ascii: "-"))
        {
            return try bareNumber()
        }
        let (first, count) = digits()
        guard position < bytes.count else { throw .notADate }
        let separator = bytes[position]
        if count <= 2, count > 0 {
            guard [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(separator) else {
                throw .notADate
            }
            position += 1
            let second = digits()
            throw second.count > 0 && skip(separator) && digits().count > 0 ? .ambiguousDate : .notADate
        }
        if count == 8, !isDigit(position) { return try compactDay(first) }
        guard count == 4, separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") else {
            throw .notADate
        }
        position += 1
        let (month, monthCount) = digits()
        guard (1...2).contains(monthCount) else { throw .notADate }
        guard skip(separator) else {
            guard isAtEnd else { throw .notADate }
            return try number(first, month, 1)
        }
        let (day, dayCount) = digits()
        guard (1...2).contains(dayCount) else { throw .notADate }
        return try number(first, month, day)
    }

    /// The day of a text of digits: a year, or a year with month and day.
    private mutating func bareNumber() throws(CellFault) -> Int64 {
        let isWhole = bytes.allSatisfy { $0 &- 48 < 10 }
        guard isWhole, bytes.count == 4 || bytes.count == 8 else {
            // Numbers with points may be dates of the day.month.year kind.
            let points = bytes.count { $0 == UInt8(ascii: ".") }
            throw points == 2 ? .ambiguousDate : .countOfSeconds
        }
        let (value, _) = digits()
        return bytes.count == 4 ? try number(value, 1, 1) : try compactDay(value)
    }

    private func compactDay(_ value: Int) throws(CellFault) -> Int64 {
        try number(value / 10_000, value / 100 % 100, value % 100)
    }

    private func number(_ year: Int, _ month: Int, _ day: Int) throws(CellFault) -> Int64 {
        guard let date = CivilDate(year: year, month: month, day: day) else { throw .noSuchDate }
        return date.dayNumber
    }

    /// The milliseconds since midnight of what follows the date.
    mutating func timeOfDay() throws(CellFault) -> Int64 {
        guard skip(UInt8(ascii: "T")) || skip(UInt8(ascii: " ")) else { throw faultOfRest }
        let (hour, hourCount) = digits()
        guard hourCount > 0, hourCount <= 2, skip(UInt8(ascii: ":")) else { throw faultOfRest }
        let (minute, minuteCount) = digits()
        guard minuteCount == 2 else { throw .notADate }
        var second = 0
        var millisecond = 0
        if skip(UInt8(ascii: ":")) {
            let (value, count) = digits()
            guard count == 2 else { throw .notADate }
            second = value
            if skip(UInt8(ascii: ".")) { millisecond = try fraction() }
        }
        guard hour < 24, minute < 60, second < 60 else { throw .noSuchDate }
        return Int64(((hour * 60 + minute) * 60 + second) * 1000 + millisecond)
    }

    /// The milliseconds of the digits after the point.
    private mutating func fraction() throws(CellFault) -> Int {
        let (value, count) = digits()
        guard count > 0, !isDigit(position) else { throw .notADate }
        var scaled = value
        for _ in 0..<(9 - count) { scaled *= 10 }
        guard scaled % 1_000_000 == 0 else { throw .finerThanMillisecond }
        return scaled / 1_000_000
    }

    /// What is wrong with what stands where a time should end.
    var faultOfRest: CellFault {
        let rest = bytes[position...].filter { $0 != 32 }
        guard let first = rest.first else { return .notADate }
        let isOffset =
            (first == UInt8(ascii: "+") || first == UInt8(ascii: "-")) && rest.count >= 3
            && rest.dropFirst().allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: ":") }
        let isZone = [[UInt8]("Z".utf8), [UInt8]("UTC".utf8), [UInt8]("GMT".utf8)].contains(Array(rest))
        return isOffset || isZone ? .timezone : .notADate
    }
}
