import GRDB

/// The tables of the log, and the numbered steps that bring an older file up to date.
///
/// A released migration never changes; a new format is a new one at the end.
enum LogSchema {
    /// The mark of a Candlecast log in the header of its file: "CLOG".
    static let applicationID: Int32 = 0x434C_4F47

    /// The steps, of which number *n* (from 1) brings version *n* - 1 to *n*.
    static let migrations: [@Sendable (Database) throws -> Void] = [createBaseline]

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
        func check(path: String) throws(EventLogError) {
            guard !isEmpty else { return }
            guard applicationID == LogSchema.applicationID else {
                throw .notALog(path: path, reason: "it is the database of another program")
            }
            guard version <= LogSchema.migrations.count else {
                throw .newerVersion(found: version, supported: LogSchema.migrations.count, path: path)
            }
        }
    }

    /// Brings a file to the newest version, each step in a transaction of its own.
    static func migrate(_ db: Database) throws {
        let version = try Header(db).version
        for (index, step) in migrations.enumerated().dropFirst(version) {
            try db.inTransaction {
                try step(db)
                try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                return .commit
            }
        }
    }

    private static let createBaseline: @Sendable (Database) throws -> Void = { db in
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(
            sql: """
                CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, next INTEGER NOT NULL) STRICT;

                CREATE TABLE record (
                    topic INTEGER NOT NULL REFERENCES topic (id),
                    "offset" INTEGER NOT NULL,
                    time INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    value TEXT NOT NULL,
                    PRIMARY KEY (topic, "offset")
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
