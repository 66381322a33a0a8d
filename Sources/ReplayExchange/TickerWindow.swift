import Candles

/// The figures of the rolling 24 hours before an instant, from candles.
///
/// A candle is inside the window if it closed in it; the smallest recorded interval that has such a candle is used.
/// Where none closed in the window the last known price stands alone, with no volume. What candles cannot give (the
/// order book, the last quantity, trade numbers) is left to the writer, who writes 0.
struct TickerWindow: Hashable, Sendable {
    /// The length of the window.
    static let length: Int64 = UTCDay.milliseconds

    let symbol: Symbol
    /// The start of the window.
    let start: OpenTime
    /// The end of the window: the instant of the figures.
    let end: OpenTime
    /// The close before the window, or 0 if there is none.
    let previousClose: Double
    let open: Double
    let high: Double
    let low: Double
    let last: Double
    let baseVolume: Double
    let quoteVolume: Double
    let trades: Int64

    /// The volume-weighted average price; the last price where nothing was traded.
    var average: Double { baseVolume > 0 ? quoteVolume / baseVolume : last }

    /// The change of price over the window.
    var change: Double { last - open }

    /// The change in percent of the open.
    var changePercent: Double { open > 0 ? change / open * 100 : 0 }

    /// Whether there has been a candle at all.
    var isKnown: Bool { last > 0 }

    /// The figures at an instant.
    ///
    /// - Complexity: O(candles in the window).
    init(_ symbol: Symbol, at now: OpenTime, in market: Market) {
        let start = now - Self.length
        for interval in market.intervals(of: symbol) {
            guard let table = market[SeriesKey(symbol, interval)] else { continue }
            let range = Self.indices(of: table, at: now)
            if !range.isEmpty {
                self.init(symbol, start, now, table, range)
                return
            }
        }
        let newest = market.intervals(of: symbol).compactMap { interval -> (Int64, Double)? in
            guard let table = market[SeriesKey(symbol, interval)] else { return nil }
            let closed = table.countClosed(through: now)
            return closed > 0 ? (table.closeTimes[closed - 1], table.closes[closed - 1]) : nil
        }
        let price = newest.max { $0.0 < $1.0 }?.1 ?? 0
        self.init(
            symbol: symbol, start: start, end: now, previousClose: price, open: price, high: price,
            low: price,
            last: price, baseVolume: 0, quoteVolume: 0, trades: 0)
    }

    /// The candles of a table that closed in the window that ends at an instant.
    private static func indices(of table: CandleTable, at now: OpenTime) -> Range<Int> {
        table.countClosed(through: now - length)..<table.countClosed(through: now)
    }

    private init(
        _ symbol: Symbol, _ start: OpenTime, _ end: OpenTime, _ table: CandleTable, _ range: Range<Int>
    ) {
        var base = VolumeSum()
        var quote = VolumeSum()
        var trades: Int64 = 0
        var high = table.highs[range.lowerBound]
        var low = table.lows[range.lowerBound]
        for index in range {
            base.add(table.baseVolumes[index])
            quote.add(table.quoteVolumes[index])
            trades += table.trades[index]
            if table.highs[index] > high { high = table.highs[index] }
            if table.lows[index] < low { low = table.lows[index] }
        }
        self.init(
            symbol: symbol, start: start, end: end,
            previousClose: range.lowerBound > 0 ? table.closes[range.lowerBound - 1] : 0,
            open: table.opens[range.lowerBound], high: high, low: low,
            last: table.closes[range.upperBound - 1],
            baseVolume: base.total, quoteVolume: quote.total, trades: trades)
    }

    private init(
        symbol: Symbol, start: OpenTime, end: OpenTime, previousClose: Double, open: Double, high: Double,
        low: Double, last: Double, baseVolume: Double, quoteVolume: Double, trades: Int64
    ) {
        self.symbol = symbol
        self.start = start
        self.end = end
        self.previousClose = previousClose
        self.open = open
        self.high = high
        self.low = low
        self.last = last
        self.baseVolume = baseVolume
        self.quoteVolume = quoteVolume
        self.trades = trades
    }

    /// The same figures at another instant before which no candle entered or left the window.
    func moved(to now: OpenTime) -> TickerWindow {
        TickerWindow(
            symbol: symbol, start: now - Self.length, end: now, previousClose: previousClose, open: open,
            high: high,
            low: low, last: last, baseVolume: baseVolume, quoteVolume: quoteVolume, trades: trades)
    }

    /// Until when, exclusively, the figures stay as they are: the next close enters, or the oldest candle leaves.
    static func steadyUntil(_ symbol: Symbol, at now: OpenTime, in market: Market) -> OpenTime {
        var steady = Int64.max
        for interval in market.intervals(of: symbol) {
            guard let table = market[SeriesKey(symbol, interval)] else { continue }
            let range = indices(of: table, at: now)
            if range.upperBound < table.count { steady = min(steady, table.closeTimes[range.upperBound]) }
            if !range.isEmpty { steady = min(steady, table.closeTimes[range.lowerBound] + length) }
        }
        return OpenTime(milliseconds: steady)
    }
}
