public import Candles

/// The prices of a symbol over the last 24 hours, a window that moves: never part of a candle.
public struct MiniTicker: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// When the exchange sent it.
    public let eventTime: OpenTime
    /// The price 24 hours ago, the highest, the lowest and the last one, in the quote asset.
    public let open: Double
    public let high: Double
    public let low: Double
    public let last: Double
    /// The amounts traded in the base and in the quote asset.
    public let baseVolume: Double
    public let quoteVolume: Double

    /// A report with known figures; the parser checks them.
    public init(
        symbol: Symbol, eventTime: OpenTime, open: Double, high: Double, low: Double, last: Double,
        baseVolume: Double, quoteVolume: Double
    ) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.open = open
        self.high = high
        self.low = low
        self.last = last
        self.baseVolume = baseVolume
        self.quoteVolume = quoteVolume
    }
}
