import Candles

/// Adds minutes up to a larger candle, in whole numbers, and writes it as a row.
struct SimulatedSum: Sendable {
    private let asset: SimulatedAsset
    private let quoteUnits: Double
    private var open: Int64 = 0
    private var high: Int64 = 0
    private var low: Int64 = 0
    private var close: Int64 = 0
    private var lots: Int64 = 0
    private var takerLots: Int64 = 0
    private var trades: Int64 = 0
    private var quote: Int64 = 0
    private var takerQuote: Int64 = 0
    private(set) var isEmpty = true

    /// An empty sum.
    init(_ asset: SimulatedAsset) {
        self.asset = asset
        quoteUnits = asset.ticks * asset.lots
    }

    /// Takes in the next minute.
    ///
    /// Its quote volume is its lots at the mean of its four prices, rounded to a lot's worth of a tick.
    mutating func add(_ minute: SimulatedMinutes.Minute) {
        if isEmpty {
            open = minute.open
            high = minute.high
            low = minute.low
            isEmpty = false
        }
        if minute.high > high { high = minute.high }
        if minute.low < low { low = minute.low }
        close = minute.close
        lots += minute.lots
        takerLots += minute.takerLots
        trades += minute.trades
        let fourPrices = minute.open + minute.high + minute.low + minute.close
        quote += minute.lots * fourPrices / 4
        takerQuote += minute.takerLots * fourPrices / 4
    }

    /// Takes in a whole day of which no minutes are made.
    mutating func add(_ day: SimulatedDay) {
        let taker = Int64(Double(day.lots) * day.takerShare)
        add(
            SimulatedMinutes.Minute(
                openTime: day.day.start.milliseconds, open: day.open, high: day.high, low: day.low,
                close: day.close, lots: day.lots, takerLots: taker, trades: day.trades))
    }

    /// The row of what was added.
    func row(openTime: Int64, closeTime: Int64) -> CandleRow {
        CandleRow(
            openTime: openTime, closeTime: closeTime, open: Double(open) / asset.ticks,
            high: Double(high) / asset.ticks, low: Double(low) / asset.ticks,
            close: Double(close) / asset.ticks,
            baseVolume: Double(lots) / asset.lots, quoteVolume: quotient(quote), trades: trades,
            takerBaseVolume: Double(takerLots) / asset.lots, takerQuoteVolume: quotient(takerQuote))
    }

    /// The volume rounded once, as a reader of its decimal text would round it.
    private func quotient(_ units: Int64) -> Double {
        if units < 1 << 53 { return Double(units) / quoteUnits }
        let (whole, rest) = units.quotientAndRemainder(dividingBy: Int64(quoteUnits))
        let places = asset.priceDecimals + asset.volumeDecimals
        let digits = String(rest)
        let text = "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
        return Decimal.parse(text) ?? Double(units) / quoteUnits
    }
}
