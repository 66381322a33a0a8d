public import Candles
public import ServingLayer

extension DamagedChunk {
    /// The time that the chunk spans: a day, or a year for candles of a day or more.
    public var range: TimeRange {
        guard !key.interval.dividesDay else { return TimeRange(day.start, day.end) }
        let year = day.civil.year
        let first = UTCDay(year: year, month: 1, day: 1) ?? day
        return TimeRange(first.start, UTCDay(year: year + 1, month: 1, day: 1)?.start ?? day.end)
    }
}
