public import Candles

/// How much the store holds of a series.
public struct SeriesSummary: Hashable, Sendable {
    /// The series.
    public let key: SeriesKey
    /// The number of candles.
    public let candles: Int
    /// The open time of the first candle.
    public let first: OpenTime
    /// The open time of the last candle.
    public let last: OpenTime
    /// The number of chunks.
    public let chunks: Int
    /// The size of the chunks in bytes.
    public let bytes: Int

    /// A summary of a series.
    public init(key: SeriesKey, candles: Int, first: OpenTime, last: OpenTime, chunks: Int, bytes: Int) {
        self.key = key
        self.candles = candles
        self.first = first
        self.last = last
        self.chunks = chunks
        self.bytes = bytes
    }
}
