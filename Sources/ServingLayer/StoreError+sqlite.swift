import Candles
import GRDB

extension StoreError {
    /// The store's word for whatever went wrong in a transaction on a file.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError:
            self = error
        case is CancellationError:
            self = .cancelled
        case let error as CandleError:
            self = .corrupt(path: path, reason: error.problem)
        case let error as DatabaseError:
            self.init(error, path: path)
        default:
            self = .failed(path: path, reason: "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_NOTADB: .notADatabase(path: path, reason: reason)
            case .SQLITE_CORRUPT: .corrupt(path: path, reason: reason)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR:
                .notWritable(path: path, reason: reason)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            case .SQLITE_INTERRUPT, .SQLITE_ABORT: .cancelled
            default: .failed(path: path, reason: reason)
            }
    }
}
