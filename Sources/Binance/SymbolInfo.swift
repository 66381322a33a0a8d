public import Candles

/// What the exchange says about one symbol.
public struct SymbolInfo: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The exchange's word for its state, such as `TRADING` or `BREAK`.
    public let status: String
    /// The asset that is traded.
    public let baseAsset: String
    /// The asset that it is paid with.
    public let quoteAsset: String

    /// What is known about a symbol.
    public init(symbol: Symbol, status: String, baseAsset: String, quoteAsset: String) {
        self.symbol = symbol
        self.status = status
        self.baseAsset = baseAsset
        self.quoteAsset = quoteAsset
    }

    /// Whether it can be traded now; false for every state but `TRADING`, also for ones that are not known
    /// yet.
    public var isTrading: Bool { status == "TRADING" }
}
