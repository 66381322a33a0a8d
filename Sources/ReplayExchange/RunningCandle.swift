import Candles

/// The running candle of one series, grown as virtual time passes.
///
/// It is rolled up from the smaller candles that have passed inside it, and opens at the price of its own record, the
/// only part of that record which is known while it runs. Of several smaller intervals the one is taken that begins
/// earliest inside the candle, the smallest if some begin together. Where nothing smaller is recorded the candle
/// shows its open and nothing else until it closes; where something is, it begins with the first smaller candle.
struct RunningCandle: Sendable {
    private let key: SeriesKey
    private let record: CandleRow
    private let source: CandleTable?
    private let firstSmaller: Int
    private var nextSmaller: Int
    private var rollup = Rollup()

    /// The running candle of a record.
    init(_ key: SeriesKey, record: CandleRow, market: Market) {
        self.key = key
        self.record = record
        var best: (table: CandleTable, first: Int)?
        for interval in market.intervals(of: key.symbol) where interval < key.interval {
            guard let table = market[SeriesKey(key.symbol, interval)] else { continue }
            let first = table.countOpened(before: OpenTime(milliseconds: record.openTime))
            guard first < table.count, table.openTimes[first] < record.closeTime else { continue }
            if let best, best.table.openTimes[best.first] <= table.openTimes[first] { continue }
            best = (table, first)
        }
        source = best?.table
        firstSmaller = best?.first ?? 0
        nextSmaller = firstSmaller
    }

    /// Whether this is the running candle of a record.
    func isOf(_ openTime: Int64) -> Bool { record.openTime == openTime }

    /// What the candle shows at an instant, or nil before it has begun.
    ///
    /// Time only goes forward: an instant before an earlier one is taken for that one.
    ///
    /// - Complexity: O(number of smaller candles that passed since the last call).
    mutating func row(at now: OpenTime) -> CandleRow? {
        guard let source else {
            return .onlyOpen(record.open, openTime: record.openTime, closeTime: record.closeTime)
        }
        while nextSmaller < source.count, source.closeTimes[nextSmaller] <= now.milliseconds,
            source.openTimes[nextSmaller] < record.closeTime
        {
            rollup.add(source[nextSmaller].values)
            nextSmaller += 1
        }
        let closeTime = OpenTime(milliseconds: record.closeTime)
        guard let values = rollup.values(closeTime: closeTime) else {
            guard source.openTimes[firstSmaller] <= now.milliseconds else { return nil }
            return .onlyOpen(record.open, openTime: record.openTime, closeTime: record.closeTime)
        }
        var row = CandleRow(openTime: OpenTime(milliseconds: record.openTime), values: values)
        row.open = record.open
        row.high = max(row.high, record.open)
        row.low = min(row.low, record.open)
        return row
    }
}
