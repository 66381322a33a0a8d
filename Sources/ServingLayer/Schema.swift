import GRDB

/// The tables of the store, and the numbered steps that bring an older file up to date.
///
/// A released migration never changes; a new format is a new one at the end.
enum Schema {
    /// The mark of a Candlecast store in the header of its file: "CNDL".
    static let applicationID: Int32 = 0x434E_444C

    /// The steps, of which number *n* (from 1) brings version *n* - 1 to *n*.
    static let migrations: [@Sendable (Database) throws -> Void] = [
        createBaseline, addLedgers,
    ]

    /// What the header of a file says.
    struct Header: Hashable {
        let applicationID: Int32
        let version: Int
        let isEmpty: Bool

        init(_ db: Database) throws {
            applicationID = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0 && version == 0
        }

        /// Refuses a file of another program or of a newer version of this one.
        func check(path: String, supported: Int = Schema.migrations.count) throws(StoreError) {
            guard !isEmpty else { return }
            guard applicationID == Schema.applicationID else {
                throw .notADatabase(path: path, reason: "it is the database of another program")
            }
            guard version <= supported else {
                throw .newerVersion(found: version, supported: supported, path: path)
            }
        }
    }

    /// Brings a file to the newest version, each step in a transaction of its own.
    static func migrate(
        _ db: Database, through steps: [@Sendable (Database) throws -> Void] = migrations
    ) throws {
        let version = try Header(db).version
        for (index, step) in steps.enumerated().dropFirst(version) {
            try db.inTransaction {
                try step(db)
                try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                return .commit
            }
        }
    }

    /// The daily view, whose columns people query: it is derived, so it can be dropped and built again.
    static let createDaily = """
        CREATE TABLE IF NOT EXISTS daily (
            symbol TEXT NOT NULL,
            date TEXT NOT NULL,
            open REAL NOT NULL,
            high REAL NOT NULL,
            low REAL NOT NULL,
            close REAL NOT NULL,
            base_volume REAL,
            quote_volume REAL,
            trades INTEGER,
            ma7 REAL,
            ma30 REAL,
            minutes INTEGER,
            vintage TEXT NOT NULL,
            origin TEXT NOT NULL,
            closed INTEGER NOT NULL,
            PRIMARY KEY (symbol, date)
        ) STRICT, WITHOUT ROWID
        """

    private static let createBaseline: @Sendable (Database) throws -> Void = { db in
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: createDaily)
        try db.execute(
            sql: """
                CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

                CREATE TABLE series (
                    id INTEGER PRIMARY KEY,
                    symbol TEXT NOT NULL,
                    interval TEXT NOT NULL,
                    UNIQUE (symbol, interval)
                ) STRICT;

                -- id is series * 2^20 + day; first and last are open times in milliseconds.
                CREATE TABLE chunk (
                    id INTEGER PRIMARY KEY,
                    series INTEGER NOT NULL REFERENCES series (id),
                    day INTEGER NOT NULL,
                    count INTEGER NOT NULL,
                    first INTEGER NOT NULL,
                    last INTEGER NOT NULL,
                    data BLOB NOT NULL
                ) STRICT;

                CREATE TABLE damaged_chunk (
                    id INTEGER PRIMARY KEY,
                    symbol TEXT NOT NULL,
                    interval TEXT NOT NULL,
                    date TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    data BLOB NOT NULL
                ) STRICT;

                CREATE TABLE coverage (
                    series INTEGER NOT NULL REFERENCES series (id),
                    start INTEGER NOT NULL,
                    "end" INTEGER NOT NULL,
                    answered INTEGER NOT NULL,
                    PRIMARY KEY (series, start)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE log_offset (
                    "group" TEXT NOT NULL,
                    topic TEXT NOT NULL,
                    partition INTEGER NOT NULL,
                    next INTEGER NOT NULL,
                    PRIMARY KEY ("group", topic, partition)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE run (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    command TEXT NOT NULL,
                    started TEXT NOT NULL,
                    finished TEXT,
                    outcome TEXT,
                    counts TEXT NOT NULL
                ) STRICT;

                CREATE TABLE forecast (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    symbol TEXT NOT NULL,
                    made_at TEXT NOT NULL,
                    first_day TEXT NOT NULL,
                    last_day TEXT NOT NULL,
                    program TEXT NOT NULL,
                    seed TEXT NOT NULL,
                    options TEXT NOT NULL
                ) STRICT;
                CREATE INDEX forecast_by_symbol ON forecast (symbol, id);

                CREATE TABLE forecast_row (
                    forecast INTEGER NOT NULL REFERENCES forecast (id),
                    model TEXT NOT NULL,
                    date TEXT NOT NULL,
                    yhat REAL,
                    lower REAL,
                    upper REAL
                ) STRICT;
                CREATE INDEX forecast_row_by_forecast ON forecast_row (forecast);

                CREATE TABLE forecast_score (
                    forecast INTEGER NOT NULL REFERENCES forecast (id),
                    model TEXT NOT NULL,
                    metric TEXT NOT NULL,
                    horizon INTEGER,
                    value REAL
                ) STRICT;
                CREATE INDEX forecast_score_by_forecast ON forecast_score (forecast);

                CREATE TABLE forecast_evaluation (
                    forecast INTEGER NOT NULL REFERENCES forecast (id),
                    model TEXT NOT NULL,
                    cutoff TEXT NOT NULL,
                    date TEXT NOT NULL,
                    actual REAL,
                    yhat REAL,
                    lower REAL,
                    upper REAL
                ) STRICT;
                CREATE INDEX forecast_evaluation_by_forecast ON forecast_evaluation (forecast);
                """)
    }
}
