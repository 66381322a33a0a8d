/// The length of a candle: the exchange's sixteen intervals, whose names are case-sensitive.
public enum Interval: String, CaseIterable, Hashable, Sendable {
    case s1 = "1s"
    case m1 = "1m"
    case m3 = "3m"
    case m5 = "5m"
    case m15 = "15m"
    case m30 = "30m"
    case h1 = "1h"
    case h2 = "2h"
    case h4 = "4h"
    case h6 = "6h"
    case h8 = "8h"
    case h12 = "12h"
    case d1 = "1d"
    case d3 = "3d"
    case w1 = "1w"
    case month = "1M"

    /// Reads the exchange's name of an interval, or the form that file names use for a month.
    ///
    /// - Throws: ``CandleError/interval(_:)`` for any other text.
    public init(text: String) throws(CandleError) {
        guard let interval = Interval(rawValue: text == "1mo" ? "1M" : text) else { throw .interval(text) }
        self = interval
    }

    /// The name in file names: `1mo` for a month, since some file systems do not tell `1M` from `1m`.
    public var fileName: String { self == .month ? "1mo" : rawValue }

    /// The length in milliseconds, or nil for a month, whose length varies.
    public var milliseconds: Int64? {
        let minute: Int64 = 60_000
        return switch self {
        case .s1: 1000
        case .m1: minute
        case .m3: 3 * minute
        case .m5: 5 * minute
        case .m15: 15 * minute
        case .m30: 30 * minute
        case .h1: 60 * minute
        case .h2: 120 * minute
        case .h4: 240 * minute
        case .h6: 360 * minute
        case .h8: 480 * minute
        case .h12: 720 * minute
        case .d1: UTCDay.milliseconds
        case .d3: 3 * UTCDay.milliseconds
        case .w1: 7 * UTCDay.milliseconds
        case .month: nil
        }
    }

    /// Whether a whole number of candles of this interval makes a UTC day.
    public var dividesDay: Bool { milliseconds.map { $0 < UTCDay.milliseconds } ?? false }
}

extension Interval: Comparable {
    /// Orders intervals by length.
    public static func < (left: Interval, right: Interval) -> Bool {
        (left.milliseconds ?? .max) < (right.milliseconds ?? .max)
    }
}

extension Interval: CustomStringConvertible {
    public var description: String { rawValue }
}
