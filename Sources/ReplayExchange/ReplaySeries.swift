public import Candles

/// A series that a replay exchange serves.
public struct ReplaySeries: Hashable, Sendable {
    /// The symbol and interval.
    public let key: SeriesKey
    /// The number of candles, future ones among them.
    public let candles: Int
    /// From the first open time to the end of the last candle.
    public let range: TimeRange
}

extension Market {
    /// The series of the market, in order.
    var series: [ReplaySeries] {
        symbols.flatMap { symbol in
            intervals(of: symbol).compactMap { interval in
                let key = SeriesKey(symbol, interval)
                guard let table = self[key], let first = table.openTimes.first,
                    let last = table.closeTimes.last
                else { return nil }
                let range = TimeRange(OpenTime(milliseconds: first), OpenTime(milliseconds: last))
                return ReplaySeries(key: key, candles: table.count, range: range)
            }
        }
    }
}
