/// One version of a candle of a known symbol and interval: its values and where they come from.
///
/// A running candle can only have the vintage ``Vintage/open``, a closed one only a closed vintage: there is an
/// initialiser for each, and no other way but reading a stored version back.
public struct CandleVersion: Hashable, Sendable {
    /// When the candle begins.
    public let openTime: OpenTime
    /// What the candle says.
    public let values: CandleValues
    /// Where the values come from.
    public let vintage: Vintage

    /// A version of a closed candle.
    public init(_ candle: ClosedCandle, from source: Vintage.Closed) {
        openTime = candle.openTime
        values = candle.values
        vintage = source.vintage
    }

    /// A version of a running candle.
    public init(_ candle: OpenCandle) {
        openTime = candle.openTime
        values = candle.values
        vintage = .open
    }

    /// A version read back from where it was stored; nil for a filled row, which is never stored.
    public init?(stored openTime: OpenTime, values: CandleValues, vintage: Vintage) {
        guard vintage != .filled else { return nil }
        self.openTime = openTime
        self.values = values
        self.vintage = vintage
    }

    /// Whether the candle's interval has passed.
    public var isClosed: Bool { vintage > .open }
}
