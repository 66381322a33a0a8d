/// A date of the proleptic Gregorian calendar.
struct CalendarDate: Hashable, Sendable {
    let year: Int64
    /// The month, 1...12.
    let month: Int64
    /// The day of the month, from 1.
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day counted from 1970-01-01.
    ///
    /// Years are taken to begin in March, so that the leap day is the last of its year and the lengths of the
    /// months before it repeat every five months. Source: Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", 2021.
    init(dayNumber: Int64) {
        let (cycle, dayOfCycle) = Self.floorDivide(dayNumber + Self.daysBefore1970, by: Self.daysInCycle)
        // The last day of 4, 100 and 400 years is the one that these lengths do not account for.
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = 400 * cycle + yearOfCycle + (month <= 2 ? 1 : 0)
    }

    /// The date that a time in milliseconds since 1970-01-01 UTC lies in.
    init(time: Int64) {
        self.init(dayNumber: CalendarDay.number(of: time))
    }

    /// The number of the day, counted from 1970-01-01.
    var dayNumber: Int64 {
        let (cycle, yearOfCycle) = Self.floorDivide(month <= 2 ? year - 1 : year, by: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = 365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * Self.daysInCycle + dayOfCycle - Self.daysBefore1970
    }

    /// The number of the month, counted from January of the year 0.
    var monthNumber: Int64 { year * 12 + month - 1 }

    /// The first day of a month counted from January of the year 0, as a number since 1970-01-01.
    static func firstDay(ofMonth number: Int64) -> Int64 {
        let (year, month) = floorDivide(number, by: 12)
        return CalendarDate(year: year, month: month + 1, day: 1).dayNumber
    }

    /// Quotient and remainder of a division whose remainder is not negative.
    static func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The days of 400 years.
    private static let daysInCycle: Int64 = 146_097
    /// The days from March 1 of the year 0 to 1970-01-01.
    private static let daysBefore1970: Int64 = 719_468
}
