public import Candles

/// Two versions of one closed candle that say different things.
///
/// The join keeps one of them; both are reported so that none is dropped in silence. A value that only one version
/// knows is no disagreement.
public struct Disagreement: Hashable, Sendable {
    /// The series of the candle.
    public let key: SeriesKey
    /// The version that the store held.
    public let held: CandleVersion
    /// The version that arrived.
    public let arrived: CandleVersion

    /// A disagreement of two versions of one candle.
    public init(key: SeriesKey, held: CandleVersion, arrived: CandleVersion) {
        self.key = key
        self.held = held
        self.arrived = arrived
    }

    /// The disagreement of two closed versions, or nil where they agree in all that both know.
    init?(of key: SeriesKey, held: CandleVersion, arrived: CandleVersion) {
        guard held.isClosed, arrived.isClosed, Self.differ(held.values, arrived.values) else { return nil }
        self.init(key: key, held: held, arrived: arrived)
    }

    private static func differ(_ left: CandleValues, _ right: CandleValues) -> Bool {
        left.open != right.open || left.high != right.high || left.low != right.low
            || left.close != right.close
            || left.closeTime != right.closeTime || differ(left.baseVolume, right.baseVolume)
            || differ(left.quoteVolume, right.quoteVolume) || differ(left.trades, right.trades)
            || differ(left.takerBaseVolume, right.takerBaseVolume)
            || differ(left.takerQuoteVolume, right.takerQuoteVolume)
    }

    private static func differ<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
        guard let left, let right else { return false }
        return left != right
    }
}
