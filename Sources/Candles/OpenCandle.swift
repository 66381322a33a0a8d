/// A running candle: what its interval has seen so far.
///
/// It is a type of its own so that it can never be stored as a closed one.
public struct OpenCandle: Hashable, Sendable {
    /// When the candle began; together with symbol and interval its identity.
    public let openTime: OpenTime
    /// What the candle says so far.
    public let values: CandleValues

    /// A candle that its source calls running.
    public init(openTime: OpenTime, values: CandleValues) {
        self.openTime = openTime
        self.values = values
    }
}
