/// A day in UTC, counted from 1970-01-01: the half-open range `[00:00, 24:00)`.
public struct UTCDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int32

    /// The length of a day in milliseconds.
    public static let milliseconds: Int64 = 86_400_000

    /// The day with a number.
    public init(_ number: Int32) {
        self.number = number
    }

    /// The day of a date in the Gregorian calendar, or nil if there is no such date.
    ///
    /// Source: the civil-calendar arithmetic of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(Int32(era * 146_097 + dayOfEra - 719_468))
        guard civil == (year, month, day) else { return nil }
    }

    /// The first instant of the day.
    public var start: OpenTime { OpenTime(milliseconds: Int64(number) * Self.milliseconds) }

    /// The first instant after the day.
    public var end: OpenTime { start + Self.milliseconds }

    /// The date: year, month from 1 and day from 1.
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The weekday: 0 is Monday, 6 is Sunday.
    public var weekday: Int {
        let shifted = (Int(number) + 3) % 7
        return shifted < 0 ? shifted + 7 : shifted
    }
}

extension UTCDay: Strideable {
    public static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }

    public func distance(to other: UTCDay) -> Int { Int(other.number) - Int(number) }

    public func advanced(by days: Int) -> UTCDay { UTCDay(number + Int32(days)) }
}

extension UTCDay: CustomStringConvertible {
    /// The date as `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(Int64(year), 4))-\(padded(Int64(month), 2))-\(padded(Int64(day), 2))"
    }

    /// Reads a date written `YYYY-MM-DD`.
    ///
    /// - Throws: ``CandleError/timeText(_:)`` for anything else, also for a date that does not exist.
    public init(text: String) throws(CandleError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = digits(parts[0], 4), let month = digits(parts[1], 2),
            let day = digits(parts[2], 2),
            let found = UTCDay(year: Int(year), month: Int(month), day: Int(day))
        else { throw .timeText(text) }
        self = found
    }
}
