public import Candles

/// Something that a stream reported.
public enum StreamEvent: Hashable, Sendable {
    /// A candle as it stands, running or closed (vintage ``Vintage/streamClosed``), and when the exchange
    /// said so.
    case kline(SeriesKey, CandleVersion, eventTime: OpenTime)
    /// The figures of the last 24 hours.
    case ticker(Ticker)
    /// The prices of the last 24 hours.
    case miniTicker(MiniTicker)
    /// A trade.
    case aggTrade(AggTrade)
    /// The exchange is about to close the connection: open another one.
    case serverShutdown(OpenTime)
}
