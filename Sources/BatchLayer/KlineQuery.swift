public import Candles

/// A question for candles of one series.
public struct KlineQuery: Hashable, Sendable {
    /// The series.
    public let key: SeriesKey
    /// The first open time asked for.
    public let from: OpenTime
    /// The last open time asked for, inclusive; nil is no end.
    public let to: OpenTime?
    /// The largest number of candles to answer with, 1 to 1,000.
    public let limit: Int
    /// The exchange's time that tells closed candles from the running one.
    public let now: OpenTime

    /// A question.
    public init(_ key: SeriesKey, from: OpenTime, to: OpenTime?, limit: Int, now: OpenTime) {
        self.key = key
        self.from = from
        self.to = to
        self.limit = limit
        self.now = now
    }
}
