import Candles
import Foundation
import GRDB

@testable import ServingLayer

/// A store as version 1 of the format had it, made by the statements of that time.
enum FirstVersion {
    /// Makes the file with the chunks of some series.
    static func create(_ queue: DatabaseQueue, _ series: [SeriesKey: [CandleVersion]]) throws {
        try queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(0x434E_444C); PRAGMA user_version = 1")
            try db.execute(sql: statements)
            for (index, (key, versions)) in series.sorted(by: { $0.key < $1.key }).enumerated() {
                let id = Int64(index + 1)
                try db.execute(
                    sql: "INSERT INTO series VALUES (?, ?, ?)",
                    arguments: [id, key.symbol.name, key.interval.rawValue])
                let chunks = Dictionary(grouping: versions) {
                    ChunkPeriod(containing: $0.openTime, interval: key.interval)
                }
                for (period, part) in chunks {
                    try db.execute(
                        sql: "INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?)",
                        arguments: [
                            id << 20 + Int64(period.day.number), id, period.day.number, part.count,
                            part.first?.openTime.milliseconds, part.last?.openTime.milliseconds,
                            Data(ChunkCodec.encode(part, period: period)),
                        ])
                }
            }
            try db.execute(
                sql: """
                    INSERT INTO meta VALUES ('source', 'exchange');
                    INSERT INTO coverage SELECT id, 1000, 2000, 3000 FROM series WHERE id = 1;
                    INSERT INTO run (command, started, counts) VALUES ('old', '2023-01-01T00:00:00Z', '{}');
                    """)
        }
    }

    private static let statements = """
        CREATE TABLE daily (
            symbol TEXT NOT NULL, date TEXT NOT NULL, open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL,
            close REAL NOT NULL, base_volume REAL, quote_volume REAL, trades INTEGER, ma7 REAL, ma30 REAL,
            minutes INTEGER, vintage TEXT NOT NULL, origin TEXT NOT NULL, closed INTEGER NOT NULL,
            PRIMARY KEY (symbol, date)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, symbol TEXT NOT NULL, interval TEXT NOT NULL, UNIQUE (symbol, interval)
        ) STRICT;
        CREATE TABLE chunk (
            id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series (id), day INTEGER NOT NULL,
            count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL
        ) STRICT;
        CREATE TABLE damaged_chunk (
            id INTEGER PRIMARY KEY, symbol TEXT NOT NULL, interval TEXT NOT NULL, date TEXT NOT NULL,
            reason TEXT NOT NULL, data BLOB NOT NULL
        ) STRICT;
        CREATE TABLE coverage (
            series INTEGER NOT NULL REFERENCES series (id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            answered INTEGER NOT NULL, PRIMARY KEY (series, start)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE log_offset (
            "group" TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
            PRIMARY KEY ("group", topic, partition)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL, started TEXT NOT NULL, finished TEXT,
            outcome TEXT, counts TEXT NOT NULL
        ) STRICT;
        CREATE TABLE forecast (
            id INTEGER PRIMARY KEY AUTOINCREMENT, symbol TEXT NOT NULL, made_at TEXT NOT NULL,
            first_day TEXT NOT NULL, last_day TEXT NOT NULL, program TEXT NOT NULL, seed TEXT NOT NULL,
            options TEXT NOT NULL
        ) STRICT;
        CREATE INDEX forecast_by_symbol ON forecast (symbol, id);
        CREATE TABLE forecast_row (
            forecast INTEGER NOT NULL REFERENCES forecast (id), model TEXT NOT NULL, date TEXT NOT NULL,
            yhat REAL, lower REAL, upper REAL
        ) STRICT;
        CREATE INDEX forecast_row_by_forecast ON forecast_row (forecast);
        CREATE TABLE forecast_score (
            forecast INTEGER NOT NULL REFERENCES forecast (id), model TEXT NOT NULL, metric TEXT NOT NULL,
            horizon INTEGER, value REAL
        ) STRICT;
        CREATE INDEX forecast_score_by_forecast ON forecast_score (forecast);
        CREATE TABLE forecast_evaluation (
            forecast INTEGER NOT NULL REFERENCES forecast (id), model TEXT NOT NULL, cutoff TEXT NOT NULL,
            date TEXT NOT NULL, actual REAL, yhat REAL, lower REAL, upper REAL
        ) STRICT;
        CREATE INDEX forecast_evaluation_by_forecast ON forecast_evaluation (forecast);
        """
}
