import Candles

/// What the index says about a chunk.
struct ChunkEntry: Hashable, Sendable {
    /// The number of candles.
    let count: Int
    /// The open time of the first candle, in milliseconds.
    let first: Int64
    /// The open time of the last candle, in milliseconds.
    let last: Int64
    /// The number of candles that are not closed.
    let open: Int
    /// The number of candles that do not open with a slot.
    let offGrid: Int

    /// The entry of some rows, at least one.
    init(_ columns: StoredColumns, _ rows: Range<Int>, interval: Interval) {
        count = rows.count
        first = columns.openTimes[rows.lowerBound]
        last = columns.openTimes[rows.upperBound - 1]
        var (running, odd) = (0, 0)
        for code in columns.vintages[rows] { running += code == Vintage.open.rawValue ? 1 : 0 }
        if interval.dividesDay, let length = interval.milliseconds {
            // Most candles follow the one before by a slot, which is cheaper to see than a remainder.
            var expected = first % length == 0 ? first : .min
            for time in columns.openTimes[rows] {
                if time != expected, time % length != 0 {
                    odd += 1
                } else {
                    expected = time + length
                }
            }
        } else {
            odd = columns.openTimes[rows].count { !interval.isOnGrid(OpenTime(milliseconds: $0)) }
        }
        open = running
        offGrid = odd
    }
}
