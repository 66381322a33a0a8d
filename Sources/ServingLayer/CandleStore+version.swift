import GRDB

extension CandleStore {
    /// The version of the SQLite library that the store runs on, such as `3.40.1`.
    ///
    /// - Throws: ``StoreError/failed(path:reason:)`` if not even a database in memory can be opened.
    public static func sqliteVersion() throws(StoreError) -> String {
        do {
            let version = try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
            return version ?? "unknown"
        } catch {
            throw .failed(path: "memory", reason: "\(error)")
        }
    }
}
