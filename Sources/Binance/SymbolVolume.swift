public import Candles

/// How much a symbol was traded over the last 24 hours, a window that moves: to rank symbols, never as a
/// candle.
public struct SymbolVolume: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The amount traded in the quote asset.
    public let quoteVolume: Double
    /// The last price, in the quote asset; 0 for a symbol that was never traded.
    public let lastPrice: Double
    /// The number of trades.
    public let count: Int64

    /// Known figures.
    public init(symbol: Symbol, quoteVolume: Double, lastPrice: Double, count: Int64) {
        self.symbol = symbol
        self.quoteVolume = quoteVolume
        self.lastPrice = lastPrice
        self.count = count
    }
}
