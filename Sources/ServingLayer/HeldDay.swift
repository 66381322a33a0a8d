import Candles

/// What the candles of one series say about one day, without the candles.
struct HeldDay: Sendable {
    /// The roll-up of all candles of the day.
    let rollup: Rollup
    /// The open times, or none where every slot has its candle.
    let openTimes: [Int64]

    /// What some rows say, all of one day and in an interval that divides it.
    init(_ columns: StoredColumns, _ rows: Range<Int>, interval: Interval) {
        var rollup = Rollup()
        rollup.add(
            rows, open: columns.open, high: columns.high, low: columns.low, close: columns.close,
            volumes: (
                columns.baseVolume, columns.quoteVolume, columns.takerBaseVolume, columns.takerQuoteVolume
            ),
            trades: columns.trades, vintages: columns.vintages)
        self.rollup = rollup
        let slots = UTCDay.milliseconds / (interval.milliseconds ?? UTCDay.milliseconds)
        openTimes = rows.count < slots ? Array(columns.openTimes[rows]) : []
    }
}
