import GRDB

extension EventLogError {
    /// The log's word for whatever went wrong in a transaction on a file.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self =
                switch error {
                case let error as EventLogError: error
                case is CancellationError: .cancelled
                default: .failed(path: path, reason: "\(error)")
                }
            return
        }
        let reason = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_NOTADB: .notALog(path: path, reason: reason)
            case .SQLITE_CORRUPT: .corrupt(path: path, reason: reason)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR:
                .notWritable(path: path, reason: reason)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            case .SQLITE_INTERRUPT, .SQLITE_ABORT: .cancelled
            default: .failed(path: path, reason: reason)
            }
    }
}
