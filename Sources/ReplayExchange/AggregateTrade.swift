/// Trades of one order at one price, as the exchange reports them together.
struct AggregateTrade: Hashable, Sendable {
    /// The number of the aggregate; ascending, usually without holes.
    var id: Int64
    var price: Double
    /// In the base asset.
    var quantity: Double
    /// The number of the first trade inside.
    var firstTrade: Int64
    /// The number of the last trade inside.
    var lastTrade: Int64
    /// Milliseconds since 1970-01-01 UTC.
    var time: Int64
    /// Whether the buyer's order was there first.
    var isBuyerMaker: Bool
}
