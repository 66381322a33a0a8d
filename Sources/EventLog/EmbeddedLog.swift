import Foundation
import GRDB

/// An ordered, durable log of records in one file, for one producer and any number of readers.
///
/// Each topic has one partition, numbered 0. Offsets begin at 0, have no holes, and are never given twice, also not
/// after old records were trimmed. Readers keep their own place; the log does not know them.
///
///     let log = try EmbeddedLog.open(directory: "data", access: .append, command: "candlecast produce")
///     let offsets = try await log.append([NewRecord(topic: "crypto-prices", key: "BTCUSDT", value: json, time: now)])
public final class EmbeddedLog: Sendable {
    /// What a log is opened for.
    public enum Access: Hashable, Sendable {
        /// Appending, as the one producer; the file and its directory are made if they are missing.
        case append
        /// Reading; the file must exist.
        case read
    }

    /// The name of the log file in the data directory.
    public static let fileName = "log.db"
    /// The name of the producer's lock file in the data directory.
    public static let lockFileName = "log.lock"

    /// The path of the log file.
    public let path: String
    /// What the log was opened for.
    public let access: Access

    let pool: DatabasePool
    private let lock: ProducerLock?
    /// The size that the write-ahead log may have before it is written back, in bytes.
    private static let walLimit: Int64 = 32 << 20
    /// The number of records that one transaction trims.
    private static let trimStep = 10_000

    private init(path: String, access: Access, pool: DatabasePool, lock: ProducerLock?) {
        self.path = path
        self.access = access
        self.pool = pool
        self.lock = lock
    }

    /// Opens the log of a data directory.
    ///
    /// - Parameters:
    ///   - directory: The data directory.
    ///   - access: What the log is opened for.
    ///   - command: What this process does, for the message to a second producer.
    /// - Returns: The open log.
    /// - Throws: ``EventLogError/missing(path:)`` for a reader that comes before the first producer,
    ///   ``EventLogError/producerRunning(pid:command:path:)`` for a second producer.
    public static func open(
        directory: String, access: Access, command: String = "candlecast"
    ) throws(EventLogError) -> EmbeddedLog {
        let path = directory + "/" + fileName
        guard access == .append else {
            guard let header = try header(path), !header.isEmpty else { throw .missing(path: path) }
            try header.check(path: path)
            return EmbeddedLog(path: path, access: access, pool: try pool(path, .read), lock: nil)
        }
        try createDirectory(directory)
        let lock = try ProducerLock(path: directory + "/" + lockFileName, log: path, command: command)
        // Opening a pool changes the file, so a file of somebody else is refused before that.
        try header(path)?.check(path: path)
        return EmbeddedLog(path: path, access: access, pool: try pool(path, .append), lock: lock)
    }

    /// Appends records in order, all of them or none.
    ///
    /// - Returns: The offset of each record; they are on the disk when this returns.
    /// - Complexity: O(records).
    @discardableResult
    public func append(_ records: [NewRecord]) async throws(EventLogError) -> [Int64] {
        guard access == .append else { throw .readOnly(path: path) }
        guard !records.isEmpty else { return [] }
        do {
            let offsets = try await pool.write { db in try RecordTable(db: db).append(records) }
            try await boundLog()
            return offsets
        } catch {
            throw EventLogError(error, path: path)
        }
    }

    /// Reads records in order of offset.
    ///
    /// Where the records from the offset on were trimmed, reading goes on with the oldest that is left: see
    /// ``startOffset(topic:partition:)``.
    ///
    /// - Parameters:
    ///   - topic: A topic; one that nobody wrote to is empty.
    ///   - partition: The partition; all but 0 are empty.
    ///   - offset: The first offset wanted.
    ///   - limit: The largest number of records to answer.
    /// - Returns: The records, none if there are none yet.
    /// - Throws: ``EventLogError``.
    public func read(
        topic: String, partition: Int, from offset: Int64, limit: Int
    ) async throws(EventLogError) -> [LogRecord] {
        guard partition == 0, limit > 0 else { return [] }
        return try await reading { db in try RecordTable(db: db).records(topic, from: offset, limit: limit) }
    }

    /// The offset of the oldest record that is left; the end offset if there is none.
    public func startOffset(topic: String, partition: Int) async throws(EventLogError) -> Int64 {
        guard partition == 0 else { return 0 }
        return try await reading { db in try RecordTable(db: db).startOffset(topic) }
    }

    /// The offset that the next record will have.
    public func endOffset(topic: String, partition: Int) async throws(EventLogError) -> Int64 {
        guard partition == 0 else { return 0 }
        return try await reading { db in try RecordTable(db: db).endOffset(topic) }
    }

    /// The topics that were ever written to, in order of name.
    public func topics() async throws(EventLogError) -> [String] {
        try await reading { db in try String.fetchAll(db, sql: "SELECT name FROM topic ORDER BY name") }
    }

    /// The last records of a topic, oldest first: what a producer reads to go on where it stopped.
    ///
    /// - Parameters:
    ///   - topic: The topic.
    ///   - key: The key that the records must have, or nil for any.
    ///   - limit: The largest number of records to answer.
    /// - Returns: The records; fewer than `limit` if there are no more.
    /// - Throws: ``EventLogError``.
    /// - Complexity: O(`limit`) without a key; with one, O(records newer than the oldest one answered).
    public func lastRecords(
        topic: String, key: String? = nil, limit: Int
    ) async throws(EventLogError) -> [LogRecord] {
        guard limit > 0 else { return [] }
        return try await reading { db in try RecordTable(db: db).last(topic, key: key, limit: limit) }
    }

    /// Waits until there is a record at or after an offset.
    ///
    /// - Returns: Whether there is one; false once the timeout has passed.
    /// - Throws: ``EventLogError/cancelled`` when the task is cancelled.
    public func waitForRecords(
        topic: String, partition: Int, from offset: Int64, timeout: Duration
    ) async throws(EventLogError) -> Bool {
        let deadline = ContinuousClock.now + timeout
        var pause = Duration.milliseconds(2)
        while true {
            let isThere = try await reading { db in
                try partition == 0 && RecordTable(db: db).hasRecord(topic, from: offset)
            }
            if isThere { return true }
            let left = deadline - .now
            guard left > .zero else { return false }
            do {
                try await Task.sleep(for: min(pause, left))
            } catch {
                throw .cancelled
            }
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    /// Deletes the oldest records up to the first that is not older than a time; offsets stay as they are.
    ///
    /// - Parameters:
    ///   - topic: The topic.
    ///   - time: Milliseconds since 1970-01-01 UTC; records with an earlier event time are old.
    /// - Returns: The number of records deleted.
    /// - Throws: ``EventLogError``; some old records may then be deleted and others not.
    @discardableResult
    public func trim(topic: String, olderThan time: Int64) async throws(EventLogError) -> Int {
        guard access == .append else { throw .readOnly(path: path) }
        do {
            let kept = try await pool.read { db in try RecordTable(db: db).firstOffset(topic, since: time) }
            var total = 0
            while true {
                let count = try await pool.write { db in
                    try RecordTable(db: db).delete(topic, before: kept, limit: Self.trimStep)
                }
                total += count
                try await boundLog()
                if count < Self.trimStep { return total }
            }
        } catch {
            throw EventLogError(error, path: path)
        }
    }

    /// Closes the file and lets another producer in; later calls fail.
    public func close() throws(EventLogError) {
        do {
            try pool.close()
        } catch {
            throw EventLogError(error, path: path)
        }
        lock?.release()
    }

    private func reading<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(EventLogError) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw EventLogError(error, path: path)
        }
    }

    /// Writes the write-ahead log back once it is large; where a reader is in the way, the next write tries again.
    private func boundLog() async throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        guard let size = attributes?[.size] as? NSNumber, size.int64Value > Self.walLimit else { return }
        try await pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA busy_timeout = 150")
            let outcome = Result { try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            // The patience of later writes must be back whatever became of the checkpoint.
            try db.execute(sql: "PRAGMA busy_timeout = 5000")
            _ = try outcome.get()
        }
    }
}
