/// What a candle says: four prices, the close time, volumes and the number of trades.
///
/// Prices are in the quote asset, finite and above 0, with `low <= open, close <= high`. A volume or count that the
/// source does not give is nil, which is not 0.
public struct CandleValues: Hashable, Sendable {
    /// The first price.
    public let open: Double
    /// The highest price.
    public let high: Double
    /// The lowest price.
    public let low: Double
    /// The last price.
    public let close: Double
    /// The exclusive end of the candle; before the end of its slot where a halt cut it.
    public let closeTime: OpenTime
    /// The amount traded in the base asset.
    public let baseVolume: Double?
    /// The amount traded in the quote asset.
    public let quoteVolume: Double?
    /// The number of trades.
    public let trades: Int64?
    /// The part of the base volume that takers bought.
    public let takerBaseVolume: Double?
    /// The part of the quote volume that takers bought with.
    public let takerQuoteVolume: Double?

    /// Checks and keeps the values of a candle.
    ///
    /// - Throws: ``CandleError`` for a price that is not above 0, prices that do not enclose each other, or a
    ///   volume or count below 0.
    public init(
        open: Double, high: Double, low: Double, close: Double, closeTime: OpenTime,
        baseVolume: Double? = nil, quoteVolume: Double? = nil, trades: Int64? = nil,
        takerBaseVolume: Double? = nil, takerQuoteVolume: Double? = nil
    ) throws(CandleError) {
        try Self.check(open, .open)
        try Self.check(high, .high)
        try Self.check(low, .low)
        try Self.check(close, .close)
        guard low <= min(open, close), max(open, close) <= high else {
            throw .inconsistent(open: open, high: high, low: low, close: close)
        }
        if let trades, trades < 0 { throw .volume(Double(trades)) }
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.closeTime = closeTime
        self.trades = trades
        self.baseVolume = try Self.checked(baseVolume)
        self.quoteVolume = try Self.checked(quoteVolume)
        self.takerBaseVolume = try Self.checked(takerBaseVolume)
        self.takerQuoteVolume = try Self.checked(takerQuoteVolume)
    }

    private static func check(_ price: Double, _ field: CandleError.PriceField) throws(CandleError) {
        guard price.isFinite, price > 0 else { throw .price(field, price) }
    }

    /// Adding 0 turns a negative zero into the ordinary one, so that equal values have equal bits.
    private static func checked(_ volume: Double?) throws(CandleError) -> Double? {
        guard let volume else { return nil }
        guard volume.isFinite, volume >= 0 else { throw .volume(volume) }
        return volume + 0
    }
}
