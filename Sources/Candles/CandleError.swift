/// Why a candle, or a part of one, was refused.
public enum CandleError: Error, Hashable, Sendable {
    /// The text is no symbol of an exchange.
    case symbol(String)
    /// The text is no interval; intervals are case-sensitive.
    case interval(String)
    /// The number is no time between 2009 and 2100, in milliseconds or in microseconds.
    case time(Int64)
    /// The text is no time or day in ISO 8601.
    case timeText(String)
    /// A field of a kline row could not be read: its number counted from 0, and the text found.
    case field(Int, String)
    /// A kline row has too few or too many fields.
    case fieldCount(Int)
    /// A price is not a finite number above 0.
    case price(PriceField, Double)
    /// The highest price is below, or the lowest above, another price of the same candle.
    case inconsistent(open: Double, high: Double, low: Double, close: Double)
    /// A volume or a count is negative or not a number.
    case volume(Double)
    /// A candle ends before it begins, or after its interval.
    case closeTime(OpenTime, close: Int64)

    /// One of the four prices of a candle.
    public enum PriceField: String, Hashable, Sendable {
        case open
        case high
        case low
        case close
    }
}

extension CandleError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .symbol(let text):
            "\"\(text)\" is not a symbol: a symbol is 1 to 32 capital letters and digits, such as BTCUSDT."
        case .interval(let text):
            "\"\(text)\" is not an interval: capital and small letters differ (1m is a minute, 1M a month)."
        case .time(let number):
            "\(number) is not a time between 2009 and 2100 in milliseconds or microseconds."
        case .timeText(let text):
            "\"\(text)\" is not a time in ISO 8601, such as 2025-06-29T12:00:00Z or 2025-06-29."
        case .field(let index, let text):
            "field \(index + 1) of a kline row is \"\(text)\", which is not the number that belongs there."
        case .fieldCount(let count):
            "a kline row has \(count) fields where 11 or 12 belong."
        case .price(let field, let value):
            "the \(field.rawValue) price is \(value); a price is a finite number above 0."
        case .inconsistent(let open, let high, let low, let close):
            "high \(high) and low \(low) do not enclose open \(open) and close \(close)."
        case .volume(let value):
            "a volume or count is \(value); it cannot be negative or undefined."
        case .closeTime(let open, let close):
            "the candle of \(open) has the close time \(close), which is outside its interval."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .symbol: "Write the symbol as the exchange does."
        case .interval: "Use one of \(Interval.allCases.map(\.rawValue).joined(separator: " "))."
        case .time: "Check the unit of the time column."
        case .timeText: "Write the time in UTC."
        case .field, .fieldCount, .price, .inconsistent, .volume, .closeTime:
            "Correct or remove the row, or fetch it again from the exchange."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
