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
        let range = Self.ids(series)
        let first = try Int64.fetchOne(
            db, sql: "SELECT first FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1",
            arguments: [range.lowerBound, range.upperBound])
        let last = try Int64.fetchOne(
            db, sql: "SELECT last FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
            arguments: [range.lowerBound, range.upperBound])
        guard let first, let last else { return nil }
        return (OpenTime(milliseconds: first), OpenTime(milliseconds: last))
    }

    /// The first days of the chunks of a series between two days, and their numbers of candles.
    func index(_ series: Int64, in days: ClosedRange<UTCDay>) throws -> [(day: UTCDay, count: Int)] {
        try Row.fetchAll(
            db, sql: "SELECT day, count FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id",
            arguments: [Self.id(series, days.lowerBound), Self.id(series, days.upperBound)]
        ).map { (UTCDay($0["day"]), $0["count"]) }
    }

    /// The first day of the last chunk that begins before a day, or nil.
    func chunkDay(_ series: Int64, before day: UTCDay) throws -> UTCDay? {
        try Int32.fetchOne(
            db, sql: "SELECT day FROM chunk WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1",
            arguments: [Self.ids(series).lowerBound, Self.id(series, day)]
        ).map { UTCDay($0) }
    }

    /// The first day of the first chunk that begins after a day, or nil.
    func chunkDay(_ series: Int64, after day: UTCDay) throws -> UTCDay? {
        try Int32.fetchOne(
            db, sql: "SELECT day FROM chunk WHERE id > ? AND id <= ? ORDER BY id LIMIT 1",
            arguments: [Self.id(series, day), Self.ids(series).upperBound]
        ).map { UTCDay($0) }
    }

    /// The stored bytes of a chunk with its index entry, or nil if there is none.
    func stored(_ series: Int64, _ day: UTCDay) throws -> StoredChunk? {
        try Row.fetchOne(
            db, sql: "SELECT day, count, first, last, data FROM chunk WHERE id = ?",
            arguments: [Self.id(series, day)]
        ).map { StoredChunk($0) }
    }

    /// The chunks of a series that begin between two days.
    func stored(_ series: Int64, in days: ClosedRange<UTCDay>) throws -> [StoredChunk] {
        try Row.fetchAll(
            db, sql: "SELECT day, count, first, last, data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id",
            arguments: [Self.id(series, days.lowerBound), Self.id(series, days.upperBound)]
        ).map { StoredChunk($0) }
    }

    /// The candles of a chunk; none if there is no chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func load(_ series: Int64, _ key: SeriesKey, _ day: UTCDay) throws -> [CandleVersion] {
        try stored(series, day)?.versions(of: key) ?? []
    }

    /// Writes a chunk, in place of the one that is there.
    func save(_ versions: [CandleVersion], _ series: Int64, _ period: ChunkPeriod) throws {
        guard let first = versions.first, let last = versions.last else { return }
        let data = Data(ChunkCodec.encode(versions, period: period))
        let open = versions.count { !$0.isClosed }
        let offGrid = versions.count { !period.interval.isOnGrid($0.openTime) }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO chunk (id, series, day, count, first, last, open, off_grid, bytes, data)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    count = excluded.count, first = excluded.first, last = excluded.last, open = excluded.open,
                    off_grid = excluded.off_grid, bytes = excluded.bytes, data = excluded.data
                """)
        try statement.execute(arguments: [
            Self.id(series, period.day), series, period.day.number, versions.count,
            first.openTime.milliseconds, last.openTime.milliseconds, open, offGrid, data.count, data,
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

    private static func ids(_ series: Int64) -> ClosedRange<Int64> {
        (series << 20)...(series << 20 | ChunkPeriod.days.upperBound)
    }
}
