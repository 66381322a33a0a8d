/// A date of the Gregorian calendar.
struct CivilDate: Hashable, Sendable {
    let year: Int
    let month: Int
    let day: Int

    /// The length of a day in milliseconds.
    static let milliseconds: Int64 = 86_400_000

    /// The number of days before each month of a year that is no leap year.
    private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]

    /// The date of these numbers, or nil if there is no such date in the years 1 to 9999.
    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a number of days since 1970-01-01.
    ///
    /// A year begins in March here, so that the leap day is its last; the months from March then have lengths
    /// that a straight line of slope 153/5 rounds to.
    init(dayNumber: Int64) {
        let sinceMarch = dayNumber + 719_468
        let era = Self.floorDivide(sinceMarch, 146_097)
        let dayOfEra = Int(sinceMarch - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = Int(era) * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// The number of days since 1970-01-01.
    var dayNumber: Int64 {
        let before = year - 1
        let leapDay = month > 2 && Self.isLeap(year) ? 1 : 0
        let days =
            before * 365 + before / 4 - before / 100 + before / 400 + Self.daysBefore[month - 1] + leapDay
            + day - 1
        return Int64(days - 719_162)
    }

    /// The weekday: 0 is Monday, 6 is Sunday.
    var weekday: Int {
        let rest = Int((dayNumber + 3) % 7)
        return rest < 0 ? rest + 7 : rest
    }

    /// The number of days of a month.
    static func days(inMonth month: Int, of year: Int) -> Int {
        daysBefore[month] - daysBefore[month - 1] + (month == 2 && isLeap(year) ? 1 : 0)
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The quotient rounded down.
    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
