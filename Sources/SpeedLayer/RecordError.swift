public import Candles

/// Why a record of the log was refused.
public enum RecordError: Error, Hashable, Sendable {
    /// The text is no JSON object with the fields that belong there; what the reader of JSON found.
    case notReadable(String)
    /// The record has another schema than the one expected.
    case schema(String)
    /// A field has a value that cannot be.
    case value(field: String, found: String)
    /// The candle of the record is refused.
    case candle(CandleError)
}

extension RecordError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .notReadable(let reason): "The record is not readable: \(reason)."
        case .schema(let found): "The record has the schema \"\(found)\", not \"\(CandleRecord.schema)\"."
        case .value(let field, let found): "The field \(field) of the record is \(found), which cannot be."
        case .candle(let error): "The record holds no candle: \(error.problem)"
        }
    }

    /// What the reader can do.
    public var remedy: String {
        "The record is passed over; `candlecast backfill` fetches its candle. Find the program that wrote it."
    }

    public var description: String { "\(problem) \(remedy)" }
}
