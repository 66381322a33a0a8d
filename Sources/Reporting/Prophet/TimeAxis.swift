import Candles

/// An axis of time whose range may be years or seconds; positions on it are days since 1970 as real numbers.
struct TimeAxis: Hashable, Sendable {
    /// The first time, in milliseconds since 1970-01-01 UTC.
    let first: Int64
    /// The last time, in milliseconds since 1970-01-01 UTC.
    let last: Int64

    /// An axis that holds some times.
    init(_ times: some Sequence<Int64>) {
        var first = Int64.max
        var last = Int64.min
        for time in times {
            first = min(first, time)
            last = max(last, time)
        }
        (self.first, self.last) = first <= last ? (first, last) : (0, 0)
    }

    /// The position of a time.
    static func place(_ time: Int64) -> Double { Double(time) / 86_400_000 }

    /// The positions on the axis, with a little room at both ends.
    var domain: ClosedRange<Double> {
        let (low, high) = (Self.place(first), Self.place(last))
        let room = high > low ? (high - low) * 0.012 : 0.5
        return (low - room)...(high + room)
    }

    /// The steps between marks that are shorter than a day, in milliseconds.
    private static let steps: [Int64] =
        [1, 2, 5, 10, 20, 50, 100, 200, 500]
        + ([1, 2, 5, 10, 15, 30] as [Int64]).flatMap { [$0 * 1000, $0 * 60_000] }.sorted()
        + ([1, 2, 3, 6, 12] as [Int64]).map { $0 * 3_600_000 }

    /// About as many marks as wanted, with the text of each.
    func ticks(count: Int) -> [(Double, String)] {
        guard last > first, count > 0 else { return [(Self.place(first), Self.text(first))] }
        let length = last - first
        if let step = Self.steps.first(where: { length / $0 <= Int64(count) }) {
            let remainder = first % step
            let start = first - remainder + (remainder > 0 ? step : 0)
            return stride(from: start, through: last, by: Int64.Stride(step)).map {
                (Self.place($0), Self.clock($0, step: step))
            }
        }
        let days = Ticks.days(Self.day(first), Self.day(last), count: count)
        return days.map { (Double($0.day.number), $0.label) }
    }

    /// The day of a time.
    static func day(_ time: Int64) -> UTCDay { OpenTime(milliseconds: time).day }

    /// A time as people read it: the day, and the time of day unless it is midnight.
    static func text(_ time: Int64) -> String {
        let day = day(time)
        let rest = time - day.start.milliseconds
        return DateText.long(day)
            + (rest == 0 ? "" : ", " + clock(time, step: rest % 60_000 == 0 ? 60_000 : 1000))
    }

    /// The time of day to the precision of a step; the day at midnight.
    private static func clock(_ time: Int64, step: Int64) -> String {
        let rest = time - day(time).start.milliseconds
        if rest == 0 { return DateText.short(day(time)) }
        let two = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, seconds) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
        if step >= 60_000 { return "\(two(hours)):\(two(minutes))" }
        if step >= 1000 { return "\(two(hours)):\(two(minutes)):\(two(seconds))" }
        let thousandths = rest % 1000
        return "\(two(seconds)).\(thousandths < 100 ? "0" : "")\(two(thousandths))"
    }
}
