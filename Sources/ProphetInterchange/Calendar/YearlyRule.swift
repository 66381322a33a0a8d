/// A rule by which an event repeats every year.
struct YearlyRule {
    private var interval = 1
    private var count: Int?
    /// The last day on which the event can begin.
    private var until: Int64?
    private var month: Int?
    private var monthDay: Int?
    /// The weekday from 0 for Monday, and which of the month: from 1, or from -1 counted from the end.
    private var weekday: (number: Int, ordinal: Int)?

    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// Reads a rule; nil if it is none that is supported.
    init?(_ text: String, line: Int) throws(InterchangeError) {
        var isYearly = false
        for part in text.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { throw .calendar(line: line, "\(part.prefix(40)) has no value") }
            let value = pair[1]
            switch pair[0] {
            case "FREQ": isYearly = value == "YEARLY"
            case "INTERVAL": interval = try Self.number(value, 1...10_000, line)
            case "COUNT": count = try Self.number(value, 1...1_000_000, line)
            case "UNTIL":
                guard let date = CalendarLine.date(value) else {
                    throw .calendar(line: line, "\(value.prefix(40)) is no date like 20241225")
                }
                until = date.day
            case "BYMONTH":
                guard !value.contains(",") else { return nil }
                month = try Self.number(value, 1...12, line)
            case "BYMONTHDAY":
                guard !value.contains(",") else { return nil }
                monthDay = try Self.number(value, 1...31, line)
            case "BYDAY":
                guard let number = Self.weekdays.firstIndex(of: String(value.suffix(2))),
                    let ordinal = Int(value.dropLast(2)), (1...5).contains(ordinal.magnitude)
                else { return nil }
                weekday = (number, ordinal)
            case "WKST": continue
            default: return nil
            }
        }
        // A weekday without a month would count within the year.
        guard isYearly, weekday == nil || (month != nil && monthDay == nil) else { return nil }
    }

    private static func number(
        _ text: Substring, _ range: ClosedRange<Int>, _ line: Int
    ) throws(InterchangeError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .calendar(
                line: line, "\(text.prefix(40)) is no number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The days on which the event begins, as far as they lie in some years.
    ///
    /// - Returns: Days since 1970-01-01, ascending; nil if the first event does not follow the rule itself.
    func days(from start: CivilDate, years: ClosedRange<Int>) -> [Int64]? {
        guard day(in: start.year, start) == start.dayNumber else { return nil }
        var result: [Int64] = []
        var number = 0
        var year = start.year
        while year <= min(years.upperBound, 9999) {
            // A leap day does not occur in every year, nor does a fifth Monday of a month.
            if let day = day(in: year, start) {
                number += 1
                if number > count ?? .max || day > until ?? .max { break }
                if year >= years.lowerBound { result.append(day) }
            }
            year += interval
        }
        return result
    }

    private func day(in year: Int, _ start: CivilDate) -> Int64? {
        let month = month ?? start.month
        guard let weekday else {
            return CivilDate(year: year, month: month, day: monthDay ?? start.day)?.dayNumber
        }
        guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
        let length = CivilDate.days(inMonth: month, of: year)
        let firstOfWeekday = 1 + (weekday.number - first.weekday + 7) % 7
        let last = firstOfWeekday + (length - firstOfWeekday) / 7 * 7
        let day =
            weekday.ordinal > 0
            ? firstOfWeekday + 7 * (weekday.ordinal - 1) : last + 7 * (weekday.ordinal + 1)
        guard (1...length).contains(day) else { return nil }
        return first.dayNumber + Int64(day - 1)
    }
}
