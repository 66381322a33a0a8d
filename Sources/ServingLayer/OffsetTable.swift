import GRDB

/// The table of where groups of readers go on in the log, inside a transaction.
struct OffsetTable {
    let db: Database

    /// The next offset to read, or nil if the group never wrote one.
    subscript(position: LogPosition) -> Int64? {
        get throws {
            try Int64.fetchOne(
                db, sql: "SELECT next FROM log_offset WHERE \"group\" = ? AND topic = ? AND partition = ?",
                arguments: [position.group, position.topic, position.partition])
        }
    }

    func set(_ position: LogPosition, _ next: Int64) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO log_offset (\"group\", topic, partition, next) VALUES (?, ?, ?, ?)",
            arguments: [position.group, position.topic, position.partition, next])
    }
}
