public import Candles

/// A chunk of candles whose bytes cannot be trusted.
public struct DamagedChunk: Hashable, Sendable {
    /// The series that the chunk belongs to.
    public let key: SeriesKey
    /// The first day of the chunk: the chunk holds that day, or that whole year for intervals of a day or more.
    public let day: UTCDay
    /// What is wrong with it.
    public let reason: String

    /// A damaged chunk of a series.
    public init(key: SeriesKey, day: UTCDay, reason: String) {
        self.key = key
        self.day = day
        self.reason = reason
    }
}
