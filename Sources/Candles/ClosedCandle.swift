/// A candle whose interval has passed: it will not change.
///
/// Only the border to a source makes one, from an answer that says the candle is closed.
public struct ClosedCandle: Hashable, Sendable {
    /// When the candle begins; together with symbol and interval its identity.
    public let openTime: OpenTime
    /// What the candle says.
    public let values: CandleValues

    /// A candle that its source calls closed.
    public init(openTime: OpenTime, values: CandleValues) {
        self.openTime = openTime
        self.values = values
    }
}
