import Candles
import GRDB

extension ChunkTable {
    /// Which candles of a series are held; chunks are read only where the index does not tell.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func heldRanges(_ series: Int64, _ key: SeriesKey) throws -> HeldRanges {
        var held = HeldRanges()
        let length = key.interval.milliseconds
        let statement = try db.cachedStatement(
            sql: """
                SELECT day, count, first, last, open + off_grid FROM chunk INDEXED BY chunk_by_day
                WHERE series = ? ORDER BY day
                """)
        let rows = try Row.fetchCursor(statement, arguments: [series])
        while let row = try rows.next() {
            let (count, first, last, odd): (Int64, Int64, Int64, Int64) = (row[1], row[2], row[3], row[4])
            if odd == 0, let length, last - first == (count - 1) * length {
                held.add(
                    run: TimeRange(OpenTime(milliseconds: first), OpenTime(milliseconds: last + length)),
                    last: OpenTime(milliseconds: last), count: Int(count))
            } else if let chunk = try stored(series, UTCDay(row[0])) {
                for time in try chunk.closedOpenTimes(of: key) { held.add(time, interval: key.interval) }
            }
        }
        return held
    }
}
