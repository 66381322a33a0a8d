/// How far apart the dates of a forecast are: every so many days, weeks, months and so on.
///
/// It can be written as text the way pandas does: `D`, `2D`, `W-MON`, `MS`, `15min`.
///
///     let fortnight = Frequency.weeks(2, on: .monday)
///     let same = try Frequency("2W-MON")
public struct Frequency: Hashable, Sendable {
    /// What is counted.
    public enum Unit: Hashable, Sendable {
        /// A thousandth of a second.
        case millisecond
        /// A second.
        case second
        /// A minute.
        case minute
        /// An hour.
        case hour
        /// A day of 24 hours.
        case day
        /// A day from Monday to Friday; there are no holidays.
        case businessDay
        /// A week, seen on one weekday.
        case week(Weekday)
        /// A month, seen on one of its days.
        case month(DayInMonth)
        /// Three months, seen on a day of one of them; `month`, 1...12, is any of the four that count.
        case quarter(DayInMonth, month: Int)
        /// A year, seen on a day of a month, 1...12.
        case year(DayInMonth, month: Int)
    }

    /// What is counted.
    public let unit: Unit
    /// How many units lie between two dates.
    public let count: Int

    /// The largest number of units that is taken for one.
    static let largestCount = 1_000_000_000

    /// Creates a frequency of at least one unit.
    public init(_ unit: Unit, count: Int = 1) {
        precondition(
            (1...Self.largestCount).contains(count),
            "the number of units must be between 1 and \(Self.largestCount), was \(count)")
        self.unit = unit
        self.count = count
    }

    /// Every so many days.
    public static func days(_ count: Int) -> Frequency { Frequency(.day, count: count) }
    /// Every so many hours.
    public static func hours(_ count: Int) -> Frequency { Frequency(.hour, count: count) }
    /// Every so many minutes.
    public static func minutes(_ count: Int) -> Frequency { Frequency(.minute, count: count) }
    /// Every so many seconds.
    public static func seconds(_ count: Int) -> Frequency { Frequency(.second, count: count) }
    /// Every so many weeks on one weekday.
    public static func weeks(_ count: Int, on weekday: Weekday = .sunday) -> Frequency {
        Frequency(.week(weekday), count: count)
    }
    /// Every so many months on one of their days.
    public static func months(_ count: Int, on day: DayInMonth = .first) -> Frequency {
        Frequency(.month(day), count: count)
    }

    /// The length of the unit in milliseconds; nil when its length varies or its dates lie on a grid.
    private var unitMilliseconds: Int64? {
        switch unit {
        case .millisecond: 1
        case .second: 1_000
        case .minute: 60_000
        case .hour: 3_600_000
        case .day: CalendarDay.milliseconds
        case .businessDay, .week, .month, .quarter, .year: nil
        }
    }

    /// The dates after a time: the first of the grid that is later, and those that follow it.
    ///
    /// Frequencies from the business day on have a grid of days; the time of day is that of `time`.
    ///
    /// - Returns: `count` times in milliseconds since 1970-01-01 UTC, ascending.
    /// - Throws: ``ProphetError/periods(_:)`` when there are too many for the range of times.
    /// - Complexity: O(`count`).
    func dates(after time: Int64, count periods: Int) throws(ProphetError) -> [Int64] {
        guard (0...Self.mostPeriods).contains(periods) else { throw .periods(periods) }
        guard periods > 0 else { return [] }
        if let length = unitMilliseconds {
            let step = length * Int64(count)
            let total = step.multipliedReportingOverflow(by: Int64(periods))
            guard !total.overflow, total.partialValue <= Self.lastTime - time else { throw .periods(periods) }
            return (1...Int64(periods)).map { time + $0 * step }
        }
        let day = CalendarDay.number(of: time)
        let timeOfDay = time - day * CalendarDay.milliseconds
        let days = try days(after: day, count: periods)
        return days.map { $0 * CalendarDay.milliseconds + timeOfDay }
    }

    /// The latest time that is exact in a double.
    private static let lastTime: Int64 = 1 << 53
    /// More dates than this are taken for a mistake.
    private static let mostPeriods = 100_000_000

    /// The days of the grid after a day, counted from 1970-01-01.
    private func days(after day: Int64, count periods: Int) throws(ProphetError) -> [Int64] {
        let lastDay = Self.lastTime / CalendarDay.milliseconds - 1
        var result: [Int64] = []
        switch unit {
        case .month(let position):
            return try months(after: day, count: periods, stride: 1, month: 1, on: position)
        case .quarter(let position, let month):
            return try months(after: day, count: periods, stride: 3, month: month, on: position)
        case .year(let position, let month):
            return try months(after: day, count: periods, stride: 12, month: month, on: position)
        case .week(let weekday):
            let wait = CalendarDate.floorDivide(weekday.position - Weekday.position(ofDay: day), by: 7).1
            var next = day + (wait == 0 ? 7 * Int64(count) : wait)
            for _ in 0..<periods {
                guard next <= lastDay else { throw .periods(periods) }
                result.append(next)
                next += 7 * Int64(count)
            }
        default:
            let position = Weekday.position(ofDay: day)
            var next = position > 4 ? day + 7 - position : businessDay(after: day)
            for _ in 0..<periods {
                guard next <= lastDay else { throw .periods(periods) }
                result.append(next)
                next = businessDay(after: next)
            }
        }
        return result
    }

    /// The business day that is `count` business days after one.
    private func businessDay(after day: Int64) -> Int64 {
        let (weeks, days) = Int64(count).quotientAndRemainder(dividingBy: 5)
        let isPastWeekend = Weekday.position(ofDay: day) + days > 4
        return day + 7 * weeks + days + (isPastWeekend ? 2 : 0)
    }

    /// The days of a grid of months.
    private func months(
        after day: Int64, count periods: Int, stride: Int64, month: Int, on position: DayInMonth
    ) throws(ProphetError) -> [Int64] {
        let lastMonth = CalendarDate(time: Self.lastTime).monthNumber - 1
        let current = CalendarDate(dayNumber: day).monthNumber
        var next = current + CalendarDate.floorDivide(Int64(month) - 1 - current, by: stride).1
        let first = position.day(inMonth: next)
        if first == day {
            next += stride * Int64(count)
        } else if first < day {
            next += stride
        }
        var result: [Int64] = []
        for _ in 0..<periods {
            guard next <= lastMonth else { throw .periods(periods) }
            result.append(position.day(inMonth: next))
            next += stride * Int64(count)
        }
        return result
    }
}
