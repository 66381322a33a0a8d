import Candles

/// One candle as the replay exchange holds and serves it: no field is unknown.
struct CandleRow: Hashable, Sendable {
    /// Milliseconds since 1970-01-01 UTC.
    var openTime: Int64
    /// The exclusive end in milliseconds.
    var closeTime: Int64
    var open: Double
    var high: Double
    var low: Double
    var close: Double
    var baseVolume: Double
    var quoteVolume: Double
    var trades: Int64
    var takerBaseVolume: Double
    var takerQuoteVolume: Double

    /// The row of a checked candle; a volume that it does not know becomes 0.
    init(openTime: OpenTime, values: CandleValues) {
        self.init(
            openTime: openTime.milliseconds, closeTime: values.closeTime.milliseconds, open: values.open,
            high: values.high, low: values.low, close: values.close, baseVolume: values.baseVolume ?? 0,
            quoteVolume: values.quoteVolume ?? 0, trades: values.trades ?? 0,
            takerBaseVolume: values.takerBaseVolume ?? 0, takerQuoteVolume: values.takerQuoteVolume ?? 0)
    }

    /// A row of its fields.
    init(
        openTime: Int64, closeTime: Int64, open: Double, high: Double, low: Double, close: Double,
        baseVolume: Double, quoteVolume: Double, trades: Int64, takerBaseVolume: Double,
        takerQuoteVolume: Double
    ) {
        self.openTime = openTime
        self.closeTime = closeTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.baseVolume = baseVolume
        self.quoteVolume = quoteVolume
        self.trades = trades
        self.takerBaseVolume = takerBaseVolume
        self.takerQuoteVolume = takerQuoteVolume
    }

    /// The candle that has seen nothing but its first price.
    static func onlyOpen(_ price: Double, openTime: Int64, closeTime: Int64) -> CandleRow {
        CandleRow(
            openTime: openTime, closeTime: closeTime, open: price, high: price, low: price, close: price,
            baseVolume: 0, quoteVolume: 0, trades: 0, takerBaseVolume: 0, takerQuoteVolume: 0)
    }

    /// The same as the values of a candle.
    ///
    /// Rows come from checked candles or from the simulator, so they are valid.
    var values: CandleValues {
        do {
            return try CandleValues(
                open: open, high: high, low: low, close: close, closeTime: OpenTime(milliseconds: closeTime),
                baseVolume: baseVolume, quoteVolume: quoteVolume, trades: trades,
                takerBaseVolume: takerBaseVolume, takerQuoteVolume: takerQuoteVolume)
        } catch {
            preconditionFailure("a row of the table must be a valid candle, was \(error)")
        }
    }
}
