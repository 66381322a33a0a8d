import Candles

/// Rolls candles up into those of a larger interval while they come, in order.
struct CandleRollup {
    private let source: Interval
    private let target: Interval
    private var slot: OpenTime?
    private var sum = Rollup()
    private var hasRunning = false
    private var end: OpenTime?

    /// A roll-up from one interval into a larger one.
    init(from source: Interval, into target: Interval) {
        self.source = source
        self.target = target
    }

    /// Takes in the next candle; a slot that it ends is added to the rows.
    mutating func add(_ version: CandleVersion, to rows: inout CandleRows) {
        let start = target.slot(containing: version.openTime)
        if start != slot {
            finish(into: &rows, isPassed: true)
            slot = start
        }
        sum.add(version)
        hasRunning = hasRunning || !version.isClosed
        end = source.slot(after: version.openTime)
    }

    /// Adds the last slot, which is closed only if its last candle is there and none is running.
    mutating func finish(into rows: inout CandleRows, isPassed: Bool = false) {
        defer {
            sum = Rollup()
            hasRunning = false
            slot = nil
        }
        guard let slot, let end, let vintage = sum.lowestVintage else { return }
        let slotEnd = target.slot(after: slot)
        guard let values = sum.values(closeTime: slotEnd) else { return }
        rows.append(
            slot, values, vintage, isClosed: !hasRunning && (isPassed || end >= slotEnd), parts: sum.count)
    }
}
