import Candles

/// A value of a candle, by the name that files give it.
public enum CandleField: String, CaseIterable, Hashable, Sendable {
    case open
    case high
    case low
    case close
    case closeTime = "close_time"
    case baseVolume = "base_volume"
    case quoteVolume = "quote_volume"
    case trades
    case takerBaseVolume = "taker_base_volume"
    case takerQuoteVolume = "taker_quote_volume"

    /// The values that are amounts of an asset.
    static let amounts: [CandleField] = [.baseVolume, .quoteVolume, .takerBaseVolume, .takerQuoteVolume]

    /// The amount from which neighbouring `Double` values are further apart than 10^-8: 2^26.
    static let largestExactAmount = 67_108_864.0

    /// The value in some values, or nil if they do not know it.
    func number(in values: CandleValues) -> Double? {
        switch self {
        case .open: values.open
        case .high: values.high
        case .low: values.low
        case .close: values.close
        case .closeTime: Double(values.closeTime.milliseconds)
        case .baseVolume: values.baseVolume
        case .quoteVolume: values.quoteVolume
        case .trades: values.trades.map { Double($0) }
        case .takerBaseVolume: values.takerBaseVolume
        case .takerQuoteVolume: values.takerQuoteVolume
        }
    }

    /// The value in some values as text; a dash if they do not know it.
    func text(in values: CandleValues) -> String {
        switch self {
        case .closeTime: "\(values.closeTime)"
        case .trades: values.trades.map(String.init) ?? "-"
        default: number(in: values).map(Decimal.text) ?? "-"
        }
    }
}
