import Foundation
import GRDB

/// The store: candle versions, what the exchange was asked, the daily view, offsets, forecasts and runs, in one file.
///
/// Several processes may have it open. A write is one transaction under the writer's lock, durable on return; a
/// read sees one moment and never waits for a writer. What is written joins with what is held, so the order and the
/// repetition of writes do not matter.
///
///     let store = try await CandleStore.open(directory: "data", command: "candlecast backfill")
///     let summary = try await store.write(StoreBatch(candles: [key: versions]))
///     let days = try await store.daily(key.symbol)
public actor CandleStore {
    /// What a store is opened for.
    public enum Access: Hashable, Sendable {
        /// Reading; the store must exist.
        case read
        /// Reading and writing; the store and its directory are made if they are missing.
        case write
    }

    /// The name of the database file in the data directory.
    public static let fileName = "candlecast.db"
    /// The name of the lock file in the data directory.
    public static let lockFileName = "candlecast.lock"

    /// The path of the database file.
    public nonisolated let path: String
    /// What the store was opened for.
    public nonisolated let access: Access

    let pool: DatabasePool
    let lock: WriterLock
    /// The size that the write-ahead log may have before it is written back, in bytes.
    var walLimit: Int64 = 32 << 20
    private var poller: DatabaseQueue?

    /// Opens the store of a data directory.
    ///
    /// - Parameters:
    ///   - directory: The data directory.
    ///   - command: What this process does, for the message to others who wait for it.
    ///   - access: What the store is opened for.
    ///   - program: The name and version of the program, kept in a new store.
    ///   - lockTimeout: How long a write waits for the writers of other processes.
    /// - Returns: The open store.
    /// - Throws: ``StoreError``; the file is then as it was.
    public static func open(
        directory: String, command: String, access: Access = .write, program: String = "candlecast",
        lockTimeout: Duration = .seconds(10)
    ) async throws(StoreError) -> CandleStore {
        let path = directory + "/" + fileName
        let lock = WriterLock(path: directory + "/" + lockFileName, command: command, timeout: lockTimeout)
        guard access == .write else {
            return CandleStore(path: path, access: access, pool: try openForReading(path), lock: lock)
        }
        try createDirectory(directory)
        let held = try await lock.acquire()
        defer { lock.release(held) }
        let pool = try openForWriting(path, program: program)
        return CandleStore(path: path, access: access, pool: pool, lock: lock)
    }

    private init(path: String, access: Access, pool: DatabasePool, lock: WriterLock) {
        self.path = path
        self.access = access
        self.pool = pool
        self.lock = lock
    }

    /// Closes the file; later calls fail.
    public func close() throws(StoreError) {
        do {
            try poller?.close()
            try pool.close()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// A number that changes whenever another connection, of this or another process, has committed a change.
    ///
    /// It costs next to nothing, so a reader can ask several times a second and read only when it changed.
    public func dataVersion() async throws(StoreError) -> Int64 {
        do {
            let poller = try poller ?? DatabaseQueue(path: path, configuration: Self.configuration(.read))
            self.poller = poller
            return try await poller.read { db in try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Reads at one moment; the snapshot is held only while the body runs.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Writes in one transaction under the writer's lock.
    ///
    /// The calls of one store run one after the other, in order, on the thread of its writer, which may block while
    /// another process writes.
    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        guard access == .write else { throw .readOnly(path: path) }
        let (lock, path, walLimit) = (lock, path, walLimit)
        let isCancelled = CancellationFlag()
        do {
            return try await withTaskCancellationHandler {
                try await pool.writeWithoutTransaction { db in
                    let held = try lock.acquire { isCancelled.isSet }
                    defer { lock.release(held) }
                    var value: Value?
                    try db.inTransaction(.immediate) {
                        value = try body(db)
                        return .commit
                    }
                    try Self.boundLog(db, path: path, limit: walLimit)
                    guard let value else { throw CancellationError() }
                    return value
                }
            } onCancel: {
                isCancelled.set()
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Writes the write-ahead log back once it is large; where a reader is in the way, the next write tries again.
    private static func boundLog(_ db: Database, path: String, limit: Int64) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        guard let size = attributes?[.size] as? NSNumber, size.int64Value > limit else { return }
        try db.execute(sql: "PRAGMA busy_timeout = 150")
        let outcome = Result { try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        // The patience of later writes must be back whatever became of the checkpoint.
        try db.execute(sql: "PRAGMA busy_timeout = 5000")
        _ = try outcome.get()
    }
}
