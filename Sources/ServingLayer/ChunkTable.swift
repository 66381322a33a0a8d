import Candles
import Foundation
import GRDB

/// The tables of series and of their chunks, inside a transaction.
struct ChunkTable {
    let db: Database

    /// The number of a series, or nil if the store does not know it.
    func series(_ key: SeriesKey) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT id FROM series WHERE symbol = ? AND interval = ?",
            arguments: [key.symbol.name, key.interval.rawValue])
    }

    /// The number of a series, which is made if it is new.
    func seriesOrNew(_ key: SeriesKey) throws -> Int64 {
        if let id = try series(key) { return id }
        try db.execute(
            sql: "INSERT INTO series (symbol, interval) VALUES (?, ?)",
            arguments: [key.symbol.name, key.interval.rawValue])
        return db.lastInsertedRowID
    }

    /// The series that hold candles, in order.
    func keys(symbol: Symbol? = nil) throws -> [(key: SeriesKey, id: Int64)] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, symbol, interval FROM series
                WHERE (?1 IS NULL OR symbol = ?1)
                    AND EXISTS (SELECT 1 FROM chunk WHERE chunk.id BETWEEN series.id << 20 AND series.id << 20 | 1048575)
                """, arguments: [symbol?.name])
        return try rows.map { (try Self.key($0), $0["id"]) }.sorted { $0.key < $1.key }
    }

    /// How much is held of each series, in order.
    func summaries() throws -> [SeriesSummary] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT symbol, interval, SUM(count) AS candles, MIN(first) AS first, MAX(last) AS last,
                    COUNT(*) AS chunks, SUM(bytes) AS bytes
                FROM chunk INDEXED BY chunk_by_day JOIN series ON series.id = chunk.series
                GROUP BY chunk.series
                """
        ).map { row in
            SeriesSummary(
                key: try Self.key(row), candles: row["candles"], first: OpenTime(milliseconds: row["first"]),
                last: OpenTime(milliseconds: row["last"]), chunks: row["chunks"], bytes: row["bytes"])
        }.sorted { $0.key < $1.key }
    }

    /// The open times of the first and the last candle of a series, or nil if it has none.
    func bounds(_ series: Int64) throws -> (first: OpenTime, last: OpenTime)? {
        let firsts = try db.cachedStatement(
            sql: "SELECT first FROM chunk INDEXED BY chunk_by_day WHERE series = ? ORDER BY day LIMIT 1")
        let lasts = try db.cachedStatement(
            sql: "SELECT last FROM chunk INDEXED BY chunk_by_day WHERE series = ? ORDER BY day DESC LIMIT 1")
        guard let first = try Int64.fetchOne(firsts, arguments: [series]),
            let last = try Int64.fetchOne(lasts, arguments: [series])
        else { return nil }
        return (OpenTime(milliseconds: first), OpenTime(milliseconds: last))
    }

    /// The first days of the chunks of a series between two days, and their numbers of candles.
    func index(_ series: Int64, in days: ClosedRange<UTCDay>) throws -> [(day: UTCDay, count: Int)] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT day, count FROM chunk INDEXED BY chunk_by_day
                WHERE series = ? AND day BETWEEN ? AND ? ORDER BY day
                """)
        return try Row.fetchAll(
            statement, arguments: [series, days.lowerBound.number, days.upperBound.number]
        ).map { (UTCDay($0[0]), $0[1]) }
    }

    /// The first days of the chunks of a series between two days that have fewer candles than some number.
    func days(_ series: Int64, in days: ClosedRange<UTCDay>, below count: Int) throws -> [UTCDay] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT day FROM chunk INDEXED BY chunk_by_day
                WHERE series = ? AND day BETWEEN ? AND ? AND count < ? ORDER BY day
                """)
        return try Int32.fetchAll(
            statement, arguments: [series, days.lowerBound.number, days.upperBound.number, count]
        ).map { UTCDay($0) }
    }

    /// The first day of the last chunk that begins before a day, or nil.
    func chunkDay(_ series: Int64, before day: UTCDay) throws -> UTCDay? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT day FROM chunk INDEXED BY chunk_by_day WHERE series = ? AND day < ?
                ORDER BY day DESC LIMIT 1
                """)
        return try Int32.fetchOne(statement, arguments: [series, day.number]).map { UTCDay($0) }
    }

    /// The first day of the first chunk that begins after a day, or nil.
    func chunkDay(_ series: Int64, after day: UTCDay) throws -> UTCDay? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT day FROM chunk INDEXED BY chunk_by_day WHERE series = ? AND day > ?
                ORDER BY day LIMIT 1
                """)
        return try Int32.fetchOne(statement, arguments: [series, day.number]).map { UTCDay($0) }
    }

    /// The stored bytes of a chunk with its index entry, or nil if there is none.
    func stored(_ series: Int64, _ day: UTCDay) throws -> StoredChunk? {
        let statement = try db.cachedStatement(
            sql: "SELECT day, count, first, last, data FROM chunk WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [Self.id(series, day)]).map { StoredChunk($0) }
    }

    /// The first chunks of a series that begin between two days.
    func stored(_ series: Int64, in days: ClosedRange<UTCDay>, limit: Int = -1) throws -> [StoredChunk] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT day, count, first, last, data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?
                """, arguments: [Self.id(series, days.lowerBound), Self.id(series, days.upperBound), limit]
        ).map { StoredChunk($0) }
    }

    /// The candles of a chunk; none if there is no chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func load(_ series: Int64, _ key: SeriesKey, _ day: UTCDay) throws -> StoredColumns {
        try stored(series, day)?.columns(of: key) ?? StoredColumns()
    }

    /// Writes a chunk, in place of the one that is there.
    func save(_ chunk: PreparedChunk, _ series: Int64) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO chunk (id, series, day, count, first, last, open, off_grid, bytes, data)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    count = excluded.count, first = excluded.first, last = excluded.last, open = excluded.open,
                    off_grid = excluded.off_grid, bytes = excluded.bytes, data = excluded.data
                """)
        let (day, entry) = (chunk.period.day, chunk.entry)
        try statement.execute(arguments: [
            Self.id(series, day), series, day.number, entry.count, entry.first, entry.last, entry.open,
            entry.offGrid, chunk.bytes.count, Data(chunk.bytes),
        ])
    }

    /// Moves a chunk to the table of damaged ones.
    func moveAside(_ series: Int64, _ damaged: DamagedChunk) throws {
        try db.execute(
            sql: """
                INSERT INTO damaged_chunk (symbol, interval, date, reason, data)
                SELECT ?, ?, ?, ?, data FROM chunk WHERE id = ?
                """,
            arguments: [
                damaged.key.symbol.name, damaged.key.interval.rawValue, damaged.day.description,
                damaged.reason,
                Self.id(series, damaged.day),
            ])
        try db.execute(sql: "DELETE FROM chunk WHERE id = ?", arguments: [Self.id(series, damaged.day)])
    }

    /// The series that a row with the columns symbol and interval names.
    static func key(_ row: Row) throws -> SeriesKey {
        SeriesKey(try Symbol(row["symbol"]), try Interval(text: row["interval"]))
    }

    /// The number of a chunk.
    static func id(_ series: Int64, _ day: UTCDay) -> Int64 {
        // The day before the first is a bound of searches.
        series << 20 + min(max(Int64(day.number), -1), ChunkPeriod.days.upperBound)
    }
}
