/// What names a series of candles: a symbol and an interval.
public struct SeriesKey: Hashable, Sendable {
    /// The traded pair.
    public let symbol: Symbol
    /// The length of its candles.
    public let interval: Interval

    /// The series of a symbol and an interval.
    public init(_ symbol: Symbol, _ interval: Interval) {
        self.symbol = symbol
        self.interval = interval
    }
}

extension SeriesKey: Comparable {
    /// Orders by symbol, then by the length of the interval.
    public static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        (left.symbol, left.interval) < (right.symbol, right.interval)
    }
}

extension SeriesKey: CustomStringConvertible {
    public var description: String { "\(symbol) \(interval)" }
}
