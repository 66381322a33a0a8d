/// The topics that the speed layer writes and reads.
public enum Topic {
    /// Every candle version, keyed by symbol: ``CandleRecord``.
    public static let candles = "crypto-candles"
    /// The rolling 24-hour ticker, keyed by symbol: ``PriceRecord``.
    public static let prices = "crypto-prices"
}
