import Foundation
import GRDB

extension EmbeddedLog {
    /// Makes a directory, and those above it, unless it is there.
    static func createDirectory(_ path: String) throws(EventLogError) {
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

    /// What the header of a file says; nil where there is no file, or an empty one.
    static func header(_ path: String) throws(EventLogError) -> LogSchema.Header? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard (attributes[.size] as? NSNumber)?.int64Value != 0 else { return nil }
            let queue = try DatabaseQueue(path: path, configuration: configuration(.read))
            return try queue.read { db in try LogSchema.Header(db) }
        } catch {
            throw EventLogError(error, path: path)
        }
    }

    /// Opens the file; for appending it is made and brought up to date.
    static func pool(_ path: String, _ access: Access) throws(EventLogError) -> DatabasePool {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(access))
            guard access == .append else { return pool }
            try pool.writeWithoutTransaction { db in
                // The pool sets its writer to NORMAL when it opens, so FULL must be said afterwards.
                try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF")
                try LogSchema.migrate(db)
            }
            return pool
        } catch {
            throw EventLogError(error, path: path)
        }
    }

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = access == .read
        configuration.busyMode = .timeout(5)
        configuration.label = "candlecast-log"
        return configuration
    }
}
