public import Candles
import Foundation

/// A rolling 24-hour ticker as a record of the topic `crypto-prices`.
///
/// The fields are those that consumers of the topic have always read. All but the price describe the 24 hours
/// before the event, not the UTC day, so no candle can be made of them.
public struct PriceRecord: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The exchange's time of the event.
    public let eventTime: OpenTime
    /// The last price.
    public let price: Double
    /// The price 24 hours before.
    public let open: Double
    /// The highest price of the 24 hours.
    public let high: Double
    /// The lowest price of the 24 hours.
    public let low: Double
    /// The amount traded in the 24 hours in the base asset.
    public let volume: Double
    /// The amount traded in the 24 hours in the quote asset.
    public let quoteVolume: Double
    /// The number of trades in the 24 hours.
    public let trades: Int64
    /// The price less the price 24 hours before.
    public let priceChange: Double
    /// The change in percent of the price 24 hours before.
    public let priceChangePercent: Double

    /// A record of a ticker.
    public init(
        symbol: Symbol, eventTime: OpenTime, price: Double, open: Double, high: Double, low: Double,
        volume: Double,
        quoteVolume: Double, trades: Int64, priceChange: Double, priceChangePercent: Double
    ) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.price = price
        self.open = open
        self.high = high
        self.low = low
        self.volume = volume
        self.quoteVolume = quoteVolume
        self.trades = trades
        self.priceChange = priceChange
        self.priceChangePercent = priceChangePercent
    }

    /// The JSON text: numbers as JSON numbers, `event_time` in milliseconds, `timestamp` in ISO 8601.
    public var json: String {
        """
        {"symbol":"\(symbol)","event_time":\(eventTime.milliseconds),"price":\(Decimal.text(price)),\
        "open":\(Decimal.text(open)),"high":\(Decimal.text(high)),"low":\(Decimal.text(low)),\
        "volume":\(Decimal.text(volume)),"quote_volume":\(Decimal.text(quoteVolume)),\
        "number_trades":\(trades),\
        "price_change":\(Decimal.text(priceChange)),\
        "price_change_percent":\(Decimal.text(priceChangePercent)),\
        "timestamp":"\(eventTime)"}
        """
    }

    /// Reads a record.
    ///
    /// - Throws: ``RecordError`` for anything that is not such a record.
    public init(json: String) throws(RecordError) {
        let fields: Fields
        do {
            fields = try JSONDecoder().decode(Fields.self, from: Data(json.utf8))
        } catch {
            throw .notReadable(RecordError.reason(error))
        }
        let time = OpenTime(milliseconds: fields.event_time)
        guard time >= .earliest, time < .latest else {
            throw .value(field: "event_time", found: String(fields.event_time))
        }
        guard fields.number_trades >= 0 else {
            throw .value(field: "number_trades", found: String(fields.number_trades))
        }
        let symbol: Symbol
        do {
            symbol = try Symbol(fields.symbol)
        } catch {
            throw .candle(error)
        }
        self.init(
            symbol: symbol, eventTime: time, price: fields.price, open: fields.open, high: fields.high,
            low: fields.low, volume: fields.volume, quoteVolume: fields.quote_volume,
            trades: fields.number_trades,
            priceChange: fields.price_change, priceChangePercent: fields.price_change_percent)
    }

    /// The record as it stands in the text, with the text's own names.
    private struct Fields: Decodable {
        let symbol: String
        let event_time: Int64
        let price: Double
        let open: Double
        let high: Double
        let low: Double
        let volume: Double
        let quote_volume: Double
        let number_trades: Int64
        let price_change: Double
        let price_change_percent: Double
    }
}
