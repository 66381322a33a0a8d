import Candles

/// The stretch of time that one chunk holds: a UTC day, or a UTC year for intervals of a day or more.
struct ChunkPeriod: Hashable, Sendable {
    /// The length of the candles in it.
    let interval: Interval
    /// The first day.
    let day: UTCDay

    /// Days that a chunk can have, counted from 1970-01-01: up to the year 4840.
    static let days: ClosedRange<Int64> = 0...(1 << 20 - 1)

    /// The times that a candle can begin and end at, up to a year after the last day.
    static let times: Range<Int64> = 0..<(days.upperBound + 367) * UTCDay.milliseconds

    /// The period that holds an open time.
    ///
    /// - Precondition: The open time is between 1970 and 4840.
    init(containing time: OpenTime, interval: Interval) {
        precondition(
            Self.days.contains(time.milliseconds / UTCDay.milliseconds) && time.milliseconds >= 0,
            "an open time must be between 1970 and 4840, was \(time.milliseconds)")
        self.interval = interval
        day = interval.dividesDay ? time.day : Self.firstDay(ofYear: time.day.civil.year) ?? time.day
    }

    /// The period that begins on a day, or nil if none does.
    init?(interval: Interval, firstDay day: UTCDay) {
        guard Self.days.contains(Int64(day.number)) else { return nil }
        self.init(containing: day.start, interval: interval)
        if self.day != day { return nil }
    }

    /// The time from the first instant to the exclusive end.
    var range: TimeRange {
        guard !interval.dividesDay, let next = Self.firstDay(ofYear: day.civil.year + 1) else {
            return TimeRange(day.start, day.end)
        }
        return TimeRange(day.start, next.start)
    }

    private static func firstDay(ofYear year: Int) -> UTCDay? { UTCDay(year: year, month: 1, day: 1) }
}

extension Interval {
    /// Whether a candle that opens at a time fills a slot of its own.
    func isOnGrid(_ time: OpenTime) -> Bool { slot(containing: time) == time }
}
