public import Candles

/// The figures of a symbol over the last 24 hours, a window that moves: never part of a candle.
public struct Ticker: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// When the exchange sent it.
    public let eventTime: OpenTime
    /// The price 24 hours ago, the highest, the lowest and the last one, in the quote asset.
    public let open: Double
    public let high: Double
    public let low: Double
    public let last: Double
    /// The last price less the one 24 hours ago, in the quote asset and in per cent.
    public let priceChange: Double
    public let priceChangePercent: Double
    /// The mean price, weighted by volume.
    public let weightedAverage: Double
    /// The amounts traded in the base and in the quote asset.
    public let baseVolume: Double
    public let quoteVolume: Double
    /// The number of trades.
    public let trades: Int64
    /// The best prices that buyers offer and sellers ask for, where the message says them.
    public let bid: Double?
    public let ask: Double?
    /// The window, `[windowStart, windowEnd)`.
    public let windowStart: OpenTime
    public let windowEnd: OpenTime

    /// A report with known figures; the parser checks them.
    public init(
        symbol: Symbol, eventTime: OpenTime, open: Double, high: Double, low: Double, last: Double,
        priceChange: Double, priceChangePercent: Double, weightedAverage: Double, baseVolume: Double,
        quoteVolume: Double, trades: Int64, bid: Double? = nil, ask: Double? = nil,
        windowStart: OpenTime, windowEnd: OpenTime
    ) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.open = open
        self.high = high
        self.low = low
        self.last = last
        self.priceChange = priceChange
        self.priceChangePercent = priceChangePercent
        self.weightedAverage = weightedAverage
        self.baseVolume = baseVolume
        self.quoteVolume = quoteVolume
        self.trades = trades
        self.bid = bid
        self.ask = ask
        self.windowStart = windowStart
        self.windowEnd = windowEnd
    }
}
