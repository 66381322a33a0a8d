import GRDB

/// The tables of topics and records, inside a transaction.
struct RecordTable {
    let db: Database

    /// Adds records at the ends of their topics and answers their offsets.
    func append(_ records: [NewRecord]) throws -> [Int64] {
        var topics: [String: (id: Int64, next: Int64)] = [:]
        var offsets: [Int64] = []
        offsets.reserveCapacity(records.count)
        let insert = try db.cachedStatement(
            sql: "INSERT INTO record (topic, \"offset\", time, key, value) VALUES (?, ?, ?, ?, ?)")
        for record in records {
            var topic = try topics[record.topic] ?? topicOrNew(record.topic)
            try insert.execute(arguments: [topic.id, topic.next, record.time, record.key, record.value])
            offsets.append(topic.next)
            topic.next += 1
            topics[record.topic] = topic
        }
        for topic in topics.values {
            try db.execute(sql: "UPDATE topic SET next = ? WHERE id = ?", arguments: [topic.next, topic.id])
        }
        return offsets
    }

    func endOffset(_ topic: String) throws -> Int64 { try find(topic)?.next ?? 0 }

    func startOffset(_ topic: String) throws -> Int64 {
        guard let topic = try find(topic) else { return 0 }
        return try Int64.fetchOne(
            db, sql: "SELECT \"offset\" FROM record WHERE topic = ? ORDER BY \"offset\" LIMIT 1",
            arguments: [topic.id]) ?? topic.next
    }

    func hasRecord(_ topic: String, from offset: Int64) throws -> Bool {
        guard let id = try find(topic)?.id else { return false }
        return try Int.fetchOne(
            db, sql: "SELECT 1 FROM record WHERE topic = ? AND \"offset\" >= ? LIMIT 1",
            arguments: [id, offset])
            != nil
    }

    func records(_ topic: String, from offset: Int64, limit: Int) throws -> [LogRecord] {
        guard let id = try find(topic)?.id else { return [] }
        return try Row.fetchAll(
            db, sql: "SELECT * FROM record WHERE topic = ? AND \"offset\" >= ? ORDER BY \"offset\" LIMIT ?",
            arguments: [id, offset, limit]
        ).map { record($0, topic) }
    }

    func last(_ topic: String, key: String?, limit: Int) throws -> [LogRecord] {
        guard let id = try find(topic)?.id else { return [] }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM record WHERE topic = ?1 AND (?2 IS NULL OR key = ?2) ORDER BY "offset" DESC LIMIT ?3
                """, arguments: [id, key, limit]
        ).reversed().map { record($0, topic) }
    }

    /// The offset of the first record that is not older than a time, or the end offset.
    func firstOffset(_ topic: String, since time: Int64) throws -> Int64 {
        guard let topic = try find(topic) else { return 0 }
        return try Int64.fetchOne(
            db,
            sql: "SELECT \"offset\" FROM record WHERE topic = ? AND time >= ? ORDER BY \"offset\" LIMIT 1",
            arguments: [topic.id, time]) ?? topic.next
    }

    /// Deletes the oldest records before an offset and answers how many.
    func delete(_ topic: String, before offset: Int64, limit: Int) throws -> Int {
        guard let id = try find(topic)?.id else { return 0 }
        let end = min(offset, try startOffset(topic) + Int64(limit))
        try db.execute(
            sql: "DELETE FROM record WHERE topic = ? AND \"offset\" < ?", arguments: [id, end])
        return db.changesCount
    }

    private func find(_ topic: String) throws -> (id: Int64, next: Int64)? {
        try Row.fetchOne(db, sql: "SELECT id, next FROM topic WHERE name = ?", arguments: [topic])
            .map { ($0["id"], $0["next"]) }
    }

    private func topicOrNew(_ topic: String) throws -> (id: Int64, next: Int64) {
        if let found = try find(topic) { return found }
        try db.execute(sql: "INSERT INTO topic (name, next) VALUES (?, 0)", arguments: [topic])
        return (db.lastInsertedRowID, 0)
    }

    private func record(_ row: Row, _ topic: String) -> LogRecord {
        LogRecord(
            topic: topic, partition: 0, offset: row["offset"], key: row["key"], value: row["value"],
            time: row["time"])
    }
}
