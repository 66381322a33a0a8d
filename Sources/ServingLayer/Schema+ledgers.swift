import Candles
import GRDB

extension Schema {
    /// Version 2: an index that says what chunks hold without reading them, and tables of what was fetched, failed
    /// and disagreed.
    static let addLedgers: @Sendable (Database) throws -> Void = { db in
        try rebuildChunks(db)
        try db.execute(
            sql: """
                CREATE TABLE archive (
                    series INTEGER NOT NULL REFERENCES series (id),
                    name TEXT NOT NULL,
                    digest TEXT NOT NULL,
                    bytes INTEGER NOT NULL,
                    candles INTEGER NOT NULL,
                    fetched INTEGER NOT NULL,
                    PRIMARY KEY (series, name)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE failure (
                    series INTEGER NOT NULL REFERENCES series (id),
                    start INTEGER NOT NULL,
                    "end" INTEGER NOT NULL,
                    reason TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (series, start)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE symbol_status (
                    symbol TEXT PRIMARY KEY,
                    status TEXT NOT NULL,
                    asked INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;

                -- low and high are the vintages of the two versions; held and arrived are chunks of equal open times.
                CREATE TABLE disagreement (
                    series INTEGER NOT NULL REFERENCES series (id),
                    day INTEGER NOT NULL,
                    low INTEGER NOT NULL,
                    high INTEGER NOT NULL,
                    count INTEGER NOT NULL,
                    held BLOB NOT NULL,
                    arrived BLOB NOT NULL,
                    PRIMARY KEY (series, day, low, high)
                ) STRICT;

                CREATE TABLE run_step (
                    run INTEGER NOT NULL REFERENCES run (id),
                    number INTEGER NOT NULL,
                    symbol TEXT NOT NULL,
                    interval TEXT NOT NULL,
                    "from" TEXT NOT NULL,
                    "to" TEXT NOT NULL,
                    source TEXT NOT NULL,
                    name TEXT NOT NULL,
                    candles INTEGER NOT NULL,
                    bytes INTEGER NOT NULL,
                    requests INTEGER NOT NULL,
                    retries INTEGER NOT NULL,
                    milliseconds INTEGER NOT NULL,
                    PRIMARY KEY (run, number)
                ) STRICT, WITHOUT ROWID;
                """)
    }

    /// Makes the table of chunks again, with what the index needs before the bytes, where it can be read without them.
    private static func rebuildChunks(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE chunk_new (
                    id INTEGER PRIMARY KEY,
                    series INTEGER NOT NULL REFERENCES series (id),
                    day INTEGER NOT NULL,
                    count INTEGER NOT NULL,
                    first INTEGER NOT NULL,
                    last INTEGER NOT NULL,
                    open INTEGER NOT NULL,
                    off_grid INTEGER NOT NULL,
                    bytes INTEGER NOT NULL,
                    data BLOB NOT NULL
                ) STRICT;
                """)
        let keys = try Row.fetchAll(db, sql: "SELECT id, symbol, interval FROM series")
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO chunk_new
                SELECT id, series, day, count, first, last, ?, ?, LENGTH(data), data FROM chunk WHERE id = ?
                """)
        for row in keys {
            let (series, key): (Int64, SeriesKey) = (row["id"], try ChunkTable.key(row))
            let days = try Int32.fetchAll(
                db, sql: "SELECT day FROM chunk WHERE series = ? ORDER BY day", arguments: [series])
            for day in days {
                let id = ChunkTable.id(series, UTCDay(day))
                let stored = try Row.fetchOne(
                    db, sql: "SELECT day, count, first, last, data FROM chunk WHERE id = ?", arguments: [id])
                guard let chunk = stored.map({ StoredChunk($0) }) else { continue }
                let counts = chunk.counts(of: key)
                try insert.execute(arguments: [counts.open, counts.offGrid, id])
            }
        }
        try db.execute(
            sql: """
                DROP TABLE chunk;
                ALTER TABLE chunk_new RENAME TO chunk;
                -- What a chunk holds, for all questions that need no candle.
                CREATE INDEX chunk_by_day ON chunk (series, day, count, first, last, open, off_grid, bytes);
                """)
    }
}
