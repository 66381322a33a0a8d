public import Candles
import Foundation

/// A candle version as a record of the topic `crypto-candles`.
///
/// The value is one JSON object with the schema `candlecast.candle/1`. Times are milliseconds since 1970 UTC;
/// the close time is exclusive, one more than the exchange's own, so that it is the open time of the next
/// candle. Prices and volumes are JSON numbers in their shortest form that reads back as the same number; an
/// unknown volume or count is `null`. Readers ignore fields that they do not know.
public struct CandleRecord: Hashable, Sendable {
    /// The series of the candle.
    public let key: SeriesKey
    /// The candle and where it comes from.
    public let version: CandleVersion
    /// The exchange's time at which it was sent or answered; it takes no part in the join.
    public let eventTime: OpenTime

    /// The name and number of the record's form.
    public static let schema = "candlecast.candle/1"

    /// A record of a candle version.
    public init(_ key: SeriesKey, _ version: CandleVersion, eventTime: OpenTime) {
        self.key = key
        self.version = version
        self.eventTime = eventTime
    }

    /// The JSON text, always the same for the same record.
    public var json: String {
        let values = version.values
        return """
            {"schema":"\(Self.schema)","symbol":"\(key.symbol)","interval":"\(key.interval)",\
            "open_time":\(version.openTime.milliseconds),"close_time":\(values.closeTime.milliseconds),\
            "open":\(Decimal.text(values.open)),"high":\(Decimal.text(values.high)),\
            "low":\(Decimal.text(values.low)),"close":\(Decimal.text(values.close)),\
            "base_volume":\(Self.text(values.baseVolume)),"quote_volume":\(Self.text(values.quoteVolume)),\
            "trades":\(values.trades.map(String.init) ?? "null"),\
            "taker_base_volume":\(Self.text(values.takerBaseVolume)),\
            "taker_quote_volume":\(Self.text(values.takerQuoteVolume)),\
            "vintage":"\(version.vintage.name)","event_time":\(eventTime.milliseconds)}
            """
    }

    /// Reads a record.
    ///
    /// - Throws: ``RecordError`` for anything that is not a candle version that a store could hold.
    /// - Complexity: O(bytes).
    public init(json: String) throws(RecordError) {
        let fields: Fields
        do {
            fields = try JSONDecoder().decode(Fields.self, from: Data(json.utf8))
        } catch {
            throw .notReadable(RecordError.reason(error))
        }
        guard fields.schema == Self.schema else { throw .schema(fields.schema) }
        guard let vintage = Vintage(name: fields.vintage) else {
            throw .value(field: "vintage", found: fields.vintage)
        }
        do throws(CandleError) {
            let interval = try Interval(text: fields.interval)
            key = SeriesKey(try Symbol(fields.symbol), interval)
            let open = try Self.time(fields.openTime)
            let close = try Self.time(fields.closeTime)
            let longest = interval.milliseconds ?? 31 * UTCDay.milliseconds
            guard close > open, close - open <= longest else {
                throw .closeTime(open, close: fields.closeTime)
            }
            let values = try CandleValues(
                open: fields.open, high: fields.high, low: fields.low, close: fields.close, closeTime: close,
                baseVolume: fields.baseVolume, quoteVolume: fields.quoteVolume, trades: fields.trades,
                takerBaseVolume: fields.takerBaseVolume, takerQuoteVolume: fields.takerQuoteVolume)
            guard let version = CandleVersion(stored: open, values: values, vintage: vintage) else {
                throw .field(14, fields.vintage)
            }
            self.version = version
            eventTime = try Self.time(fields.eventTime)
        } catch {
            if case .field(_, let found) = error { throw .value(field: "vintage", found: found) }
            throw .candle(error)
        }
    }

    /// A time in milliseconds; microseconds exist only at the exchange's border.
    private static func time(_ milliseconds: Int64) throws(CandleError) -> OpenTime {
        let time = OpenTime(milliseconds: milliseconds)
        guard time >= .earliest, time < .latest else { throw .time(milliseconds) }
        return time
    }

    private static func text(_ number: Double?) -> String { number.map(Decimal.text) ?? "null" }

    /// The record as it stands in the text.
    private struct Fields: Decodable {
        let schema: String
        let symbol: String
        let interval: String
        let openTime: Int64
        let closeTime: Int64
        let open: Double
        let high: Double
        let low: Double
        let close: Double
        let baseVolume: Double?
        let quoteVolume: Double?
        let trades: Int64?
        let takerBaseVolume: Double?
        let takerQuoteVolume: Double?
        let vintage: String
        let eventTime: Int64

        enum CodingKeys: String, CodingKey {
            case schema, symbol, interval, open, high, low, close, trades, vintage
            case openTime = "open_time"
            case closeTime = "close_time"
            case baseVolume = "base_volume"
            case quoteVolume = "quote_volume"
            case takerBaseVolume = "taker_base_volume"
            case takerQuoteVolume = "taker_quote_volume"
            case eventTime = "event_time"
        }
    }
}

extension RecordError {
    /// The short reason why a text could not be decoded.
    static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        return switch error {
        case .keyNotFound(let key, _): "the field \(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "the field \(context.codingPath.last?.stringValue ?? "") has no value of the right kind"
        case .dataCorrupted(let context):
            context.codingPath.last.map { "the field \($0.stringValue) has a value that does not fit" }
                ?? "the text is not JSON"
        @unknown default: "the text is not JSON"
        }
    }
}
