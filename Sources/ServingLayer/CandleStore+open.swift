import Foundation
import GRDB

extension CandleStore {
    /// How connections are set up; ``Access/read`` connections cannot write.
    static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = access == .read
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.label = "candlecast"
        return configuration
    }

    /// Makes a directory, and those above it, unless it is there.
    static func createDirectory(_ path: String) throws(StoreError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            guard mkdir(made, 0o777) == 0 || errno == EEXIST else {
                throw .notWritable(path: path, reason: String(cString: strerror(errno)))
            }
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
        else {
            throw .notWritable(path: path, reason: String(cString: strerror(ENOTDIR)))
        }
    }

    static func openForReading(_ path: String) throws(StoreError) -> DatabasePool {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        let header = try header(path)
        guard let header, !header.isEmpty else { throw .missing(path: path) }
        try header.check(path: path)
        guard header.version == Schema.migrations.count else {
            throw .olderVersion(found: header.version, supported: Schema.migrations.count, path: path)
        }
        do {
            return try DatabasePool(path: path, configuration: configuration(.read))
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Opens or makes the file and brings it up to date; the caller holds the writer's lock.
    static func openForWriting(_ path: String, program: String) throws(StoreError) -> DatabasePool {
        // Opening a pool changes the file, so a file of somebody else is refused before that.
        try header(path)?.check(path: path)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(.write))
            try pool.writeWithoutTransaction { db in
                // The pool sets its writer to NORMAL when it opens, so FULL must be said afterwards.
                try db.execute(
                    sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF; PRAGMA cache_size = -16384")
                try Schema.migrate(db)
                try db.inTransaction {
                    try MetaTable(db: db).setIfMissing("program", program)
                    if try !DailyTable.exists(db) {
                        var transaction = StoreTransaction(db)
                        try transaction.rebuildDaily()
                    }
                    return .commit
                }
            }
            return pool
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// What the header of a file says; nil where there is no file, or an empty one.
    private static func header(_ path: String) throws(StoreError) -> Schema.Header? {
        let attributes: [FileAttributeKey: Any]
        do {
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw .notWritable(path: path, reason: error.localizedDescription)
        }
        guard (attributes[.size] as? NSNumber)?.int64Value != 0 else { return nil }
        do {
            return try header(path, through: .read)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // A process was killed while it made the file: what it left half done is undone by a connection that
            // may write.
            do { return try header(path, through: .write) } catch { throw StoreError(error, path: path) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func header(_ path: String, through access: Access) throws -> Schema.Header {
        let queue = try DatabaseQueue(path: path, configuration: configuration(access))
        return try queue.read { db in try Schema.Header(db) }
    }
}
