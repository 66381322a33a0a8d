public import Candles

/// Trades of one taker order at one price; symbol and id identify it.
public struct AggTrade: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// When the exchange sent it.
    public let eventTime: OpenTime
    /// The exchange's number, ascending by 1 within a symbol.
    public let id: Int64
    /// The price in the quote asset.
    public let price: Double
    /// The amount in the base asset.
    public let quantity: Double
    /// When it was traded.
    public let tradeTime: OpenTime
    /// The first and the last of the trades taken together.
    public let firstTrade: Int64
    public let lastTrade: Int64
    /// Whether the buyer's order was in the book first, so that the seller took it.
    public let isBuyerMaker: Bool

    /// A report with known figures; the parser checks them.
    public init(
        symbol: Symbol, eventTime: OpenTime, id: Int64, price: Double, quantity: Double,
        tradeTime: OpenTime, firstTrade: Int64, lastTrade: Int64, isBuyerMaker: Bool
    ) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.id = id
        self.price = price
        self.quantity = quantity
        self.tradeTime = tradeTime
        self.firstTrade = firstTrade
        self.lastTrade = lastTrade
        self.isBuyerMaker = isBuyerMaker
    }
}
