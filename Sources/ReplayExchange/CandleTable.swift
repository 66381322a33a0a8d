import Candles

/// The recorded candles of one symbol and interval, column by column: 88 bytes a candle.
///
/// Invariant: open times and close times ascend strictly, so that every question about time is a binary search.
struct CandleTable: Hashable, Sendable {
    /// Milliseconds since 1970-01-01 UTC, ascending.
    private(set) var openTimes: [Int64] = []
    /// The exclusive ends, in milliseconds, ascending.
    private(set) var closeTimes: [Int64] = []
    private(set) var opens: [Double] = []
    private(set) var highs: [Double] = []
    private(set) var lows: [Double] = []
    private(set) var closes: [Double] = []
    private(set) var baseVolumes: [Double] = []
    private(set) var quoteVolumes: [Double] = []
    private(set) var trades: [Int64] = []
    private(set) var takerBaseVolumes: [Double] = []
    private(set) var takerQuoteVolumes: [Double] = []

    /// The number of candles.
    var count: Int { openTimes.count }

    /// Appends a row.
    ///
    /// - Precondition: The row opens after the last one and closes after it.
    mutating func append(_ row: CandleRow) {
        precondition(
            openTimes.last.map { $0 < row.openTime } ?? true
                && closeTimes.last.map { $0 < row.closeTime } ?? true,
            "rows must be appended in order of time, was \(row.openTime)")
        openTimes.append(row.openTime)
        closeTimes.append(row.closeTime)
        opens.append(row.open)
        highs.append(row.high)
        lows.append(row.low)
        closes.append(row.close)
        baseVolumes.append(row.baseVolume)
        quoteVolumes.append(row.quoteVolume)
        trades.append(row.trades)
        takerBaseVolumes.append(row.takerBaseVolume)
        takerQuoteVolumes.append(row.takerQuoteVolume)
    }

    /// The row at an index.
    subscript(index: Int) -> CandleRow {
        CandleRow(
            openTime: openTimes[index], closeTime: closeTimes[index], open: opens[index], high: highs[index],
            low: lows[index], close: closes[index], baseVolume: baseVolumes[index],
            quoteVolume: quoteVolumes[index], trades: trades[index],
            takerBaseVolume: takerBaseVolumes[index], takerQuoteVolume: takerQuoteVolumes[index])
    }

    /// The number of candles that opened before an instant: the index of the first one at or after it.
    ///
    /// - Complexity: O(log *n*).
    func countOpened(before time: OpenTime) -> Int { Self.count(openTimes, below: time.milliseconds) }

    /// The number of candles that opened at or before an instant.
    ///
    /// - Complexity: O(log *n*).
    func countOpened(through time: OpenTime) -> Int { Self.count(openTimes, below: time.milliseconds + 1) }

    /// The number of candles that are closed at an instant: their exclusive end is not after it.
    ///
    /// - Complexity: O(log *n*).
    func countClosed(through time: OpenTime) -> Int { Self.count(closeTimes, below: time.milliseconds + 1) }

    private static func count(_ sorted: [Int64], below bound: Int64) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
