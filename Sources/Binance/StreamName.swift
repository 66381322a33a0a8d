public import Candles

/// A stream of the exchange that the client can follow.
public enum StreamName: Hashable, Sendable {
    /// The running candle of a series, every 2 s (1 s for 1s candles), and once when it closes.
    case kline(SeriesKey)
    /// The figures of the last 24 hours, every second.
    case ticker(Symbol)
    /// The prices of the last 24 hours, every second.
    case miniTicker(Symbol)
    /// Every trade; those of one taker order at one price are taken together.
    case aggTrade(Symbol)

    /// The exchange's name of the stream, such as `btcusdt@kline_1m`.
    public var text: String {
        switch self {
        case .kline(let key): "\(key.symbol.streamName)@kline_\(key.interval.rawValue)"
        case .ticker(let symbol): "\(symbol.streamName)@ticker"
        case .miniTicker(let symbol): "\(symbol.streamName)@miniTicker"
        case .aggTrade(let symbol): "\(symbol.streamName)@aggTrade"
        }
    }
}
