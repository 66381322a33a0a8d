/// One row of the served daily series: a day's candle, its moving averages, and where all that comes from.
public struct ServedDay: Hashable, Sendable {
    /// The day.
    public let day: UTCDay
    /// The day's candle; for a filled day the close of the day before, with volumes 0.
    public let values: CandleValues
    /// The mean close of the last 7 rows, or nil if there are fewer.
    public let ma7: Double?
    /// The mean close of the last 30 rows, or nil if there are fewer.
    public let ma30: Double?
    /// The number of minutes held, or nil when the row rests on a candle that is not rolled up from minutes.
    public let minutes: Int?
    /// Where the values come from; for a roll-up the lowest vintage in it.
    public let vintage: Vintage
    /// Which layer the row comes from.
    public let origin: Origin
    /// Whether the day is over and complete.
    public let isClosed: Bool

    /// Which layer a row comes from.
    public enum Origin: String, CaseIterable, Hashable, Sendable {
        /// Fetched from the exchange's history, or imported.
        case batch
        /// Received from the stream, wholly or in part.
        case speed
        /// Made up to keep the series without holes.
        case filled
    }

    /// A row of the served series.
    public init(
        day: UTCDay, values: CandleValues, ma7: Double?, ma30: Double?, minutes: Int?, vintage: Vintage,
        origin: Origin, isClosed: Bool
    ) {
        self.day = day
        self.values = values
        self.ma7 = ma7
        self.ma30 = ma30
        self.minutes = minutes
        self.vintage = vintage
        self.origin = origin
        self.isClosed = isClosed
    }
}
