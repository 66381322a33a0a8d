/// Why a row of a candle file was not taken.
public enum RowFault: Hashable, Sendable {
    /// The row has another number of fields than the file's layout.
    case fieldCount(found: Int, expected: ClosedRange<Int>)
    /// The text is no time in the file's unit, or in ISO 8601.
    case time(CandleField, String)
    /// The text is no number, or none of the kind that belongs there.
    case number(CandleField, String)
    /// A price is missing.
    case missing(CandleField)
    /// A price is not above 0.
    case price(CandleField, Double)
    /// High or low do not enclose open and close.
    case inconsistent(open: Double, high: Double, low: Double, close: Double)
    /// The candle ends before it begins, or after its interval.
    case closeTime(OpenTime, close: OpenTime)
    /// The candle was still running when the file was imported.
    case running(until: OpenTime)
}

extension RowFault: CustomStringConvertible {
    /// The reason, as part of a sentence.
    public var description: String {
        switch self {
        case .fieldCount(let found, let expected):
            "\(found) fields where \(Self.text(expected)) belong"
        case .time(let field, let text):
            "\(field.name) \"\(text)\" is no time between 2009 and 2100"
        case .number(let field, let text): "\(field.name) \"\(text)\" is no number that can stand there"
        case .missing(let field): "\(field.name) is missing"
        case .price(let field, let value): "\(field.name) is \(value), which is not above 0"
        case .inconsistent(let open, let high, let low, let close):
            "high \(high) and low \(low) do not enclose open \(open) and close \(close)"
        case .closeTime(let open, let close):
            "close time \(close) is not in the interval that begins at \(open)"
        case .running(let end): "the candle was still running: it ends at \(end)"
        }
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}

/// A row of a candle file that was not taken, with its place.
public struct RejectedRow: Hashable, Sendable {
    /// The line, counted from 1 in the block that was read.
    public let line: Int
    /// Why it was not taken.
    public let fault: RowFault
    /// The line as it is, without its end.
    public let bytes: [UInt8]

    /// The line as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
