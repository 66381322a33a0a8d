extension Frequency {
    /// Infers the frequency of some dates as pandas does; nil when they show none.
    ///
    /// Dates that are whole days apart are tried as yearly, quarterly, monthly, daily or weekly, business days
    /// and weekdays of the month, in this order; others must be equally spaced.
    ///
    /// - Parameter times: Times in milliseconds since 1970-01-01 UTC, ascending and each once.
    init?(inferredFrom times: some BidirectionalCollection<Int64>) {
        let times = Array(times)
        guard times.count >= 3 else { return nil }
        let gaps = Self.differences(times)
        guard let smallest = gaps.first, smallest > 0 else { return nil }
        let frequency =
            smallest % CalendarDay.milliseconds == 0
            ? Self.ofDays(times, gaps) : (gaps.count == 1 ? Self.ofTicks(smallest) : nil)
        guard let frequency else { return nil }
        self = frequency
    }

    /// The distinct differences between neighbours, ascending.
    private static func differences(_ values: [Int64]) -> [Int64] {
        Set(zip(values.dropFirst(), values).map { $0 - $1 }).sorted()
    }

    private static func frequency(_ unit: Unit, _ count: Int64) -> Frequency? {
        (1...Int64(largestCount)).contains(count) ? Frequency(unit, count: Int(count)) : nil
    }

    /// The frequency of a step shorter than a day.
    private static func ofTicks(_ step: Int64) -> Frequency? {
        let units: [(Unit, Int64)] = [(.hour, 3_600_000), (.minute, 60_000), (.second, 1_000)]
        for (unit, length) in units where step % length == 0 {
            return frequency(unit, step / length)
        }
        return frequency(.millisecond, step)
    }

    /// The frequency of dates whose smallest gap is a number of days.
    private static func ofDays(_ times: [Int64], _ gaps: [Int64]) -> Frequency? {
        let days = times.map { CalendarDay.number(of: $0) }
        let dates = days.map { CalendarDate(dayNumber: $0) }
        let position = dayInMonth(days, dates)
        let months = differences(dates.map(\.monthNumber))
        let years = differences(dates.map(\.year))
        if let position, let first = dates.first {
            if years.count == 1, Set(dates.map(\.month)).count == 1 {
                return frequency(.year(position, month: Int(first.month)), years[0])
            }
            if months.count == 1, months[0] % 3 == 0 {
                // Of the four months that count, pandas names the first for starts and the last for ends.
                let isStart = position == .first || position == .firstBusinessDay
                let names = isStart ? [3, 1, 2] : [12, 10, 11]
                return frequency(.quarter(position, month: names[Int(first.month % 3)]), months[0] / 3)
            }
            if months.count == 1 {
                return frequency(.month(position), months[0])
            }
        }
        if gaps.count == 1 {
            let step = gaps[0] / CalendarDay.milliseconds
            return step % 7 == 0
                ? frequency(.week(Weekday(day: days[0])), step / 7) : frequency(.day, step)
        }
        return ofBusinessDays(times) ?? ofWeekdays(days, dates)
    }

    /// The day of the month that all dates are.
    private static func dayInMonth(_ days: [Int64], _ dates: [CalendarDate]) -> DayInMonth? {
        func all(_ isMet: (_ fromFirst: Int64, _ toLast: Int64, _ weekday: Int64) -> Bool) -> Bool {
            zip(days, dates).allSatisfy { number, date in
                let last = CalendarDate.firstDay(ofMonth: date.monthNumber + 1) - 1
                return isMet(date.day - 1, last - number, Weekday.position(ofDay: number))
            }
        }
        if all({ _, toLast, _ in toLast == 0 }) { return .last }
        if all({ _, toLast, weekday in toLast == 0 || (toLast < 3 && weekday == 4) }) {
            return .lastBusinessDay
        }
        if all({ fromFirst, _, _ in fromFirst == 0 }) { return .first }
        if all({ fromFirst, _, weekday in fromFirst == 0 || (fromFirst < 3 && weekday == 0) }) {
            return .firstBusinessDay
        }
        return nil
    }

    /// Business days: one day on, or three over a weekend.
    private static func ofBusinessDays(_ times: [Int64]) -> Frequency? {
        for (time, next) in zip(times, times.dropFirst()) {
            let weekday = Weekday.position(ofDay: CalendarDay.number(of: next))
            let isWeekendPassed = weekday == 0 && next - time == 3 * CalendarDay.milliseconds
            let isNextDay = (1...4).contains(weekday) && next - time == CalendarDay.milliseconds
            guard isWeekendPassed || isNextDay else { return nil }
        }
        return Frequency(.businessDay)
    }

    /// One weekday of the month, such as the third Tuesday.
    ///
    /// A fifth one does not count against a fourth, as in pandas: last Fridays are taken for fourth ones.
    private static func ofWeekdays(_ days: [Int64], _ dates: [CalendarDate]) -> Frequency? {
        let position = Weekday.position(ofDay: days[0])
        let numbers = Set(dates.map { Int(($0.day - 1) / 7 + 1) }).filter { $0 < 5 }
        guard numbers.count == 1, let number = numbers.first,
            days.allSatisfy({ Weekday.position(ofDay: $0) == position })
        else { return nil }
        return Frequency(.month(.weekday(number, Weekday(day: days[0]))))
    }
}
