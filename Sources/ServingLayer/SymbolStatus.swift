public import Candles

/// What the exchange said about trading in a symbol, and when.
public struct SymbolStatus: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The exchange's word, such as `TRADING` or `BREAK`.
    public let status: String
    /// The exchange's time of the answer.
    public let askedAt: OpenTime

    /// The status of a symbol at a time.
    public init(symbol: Symbol, status: String, askedAt: OpenTime) {
        self.symbol = symbol
        self.status = status
        self.askedAt = askedAt
    }
}
