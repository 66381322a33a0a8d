/// Which day of its month a date of a monthly, quarterly or yearly frequency is.
public enum DayInMonth: Hashable, Sendable {
    /// The first day.
    case first
    /// The last day.
    case last
    /// The first day from Monday to Friday.
    case firstBusinessDay
    /// The last day from Monday to Friday.
    case lastBusinessDay
    /// A weekday by its number in the month, 1...4, such as the third Tuesday.
    case weekday(Int, Weekday)

    /// The day in a month counted from January of the year 0, as a number since 1970-01-01.
    func day(inMonth month: Int64) -> Int64 {
        let first = CalendarDate.firstDay(ofMonth: month)
        let last = CalendarDate.firstDay(ofMonth: month + 1) - 1
        switch self {
        case .first:
            return first
        case .last:
            return last
        case .firstBusinessDay:
            let position = Weekday.position(ofDay: first)
            return first + (position > 4 ? 7 - position : 0)
        case .lastBusinessDay:
            return last - max(0, Weekday.position(ofDay: last) - 4)
        case .weekday(let number, let weekday):
            let wait = CalendarDate.floorDivide(weekday.position - Weekday.position(ofDay: first), by: 7).1
            return first + wait + 7 * Int64(number - 1)
        }
    }
}
