public import Archiving
public import Candles
public import ServingLayer

/// Why an import stopped.
public enum ImportError: Error, Sendable {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// What the path names is no file.
    case notAFile(path: String)
    /// The file's layout could not be understood.
    case layout(path: String, CandleFileError)
    /// The compressed file is damaged or of a kind that is not read; `kept` says whether candles had been stored.
    case packed(path: String, ArchivingError, kept: Bool)
    /// A line is longer than any row can be.
    case longLine(path: String, bytes: Int)
    /// A strict import met a row that is no candle.
    case badRow(path: String, line: Int, fault: RowFault, text: String)
    /// A strict import of a stream, which cannot be read twice.
    case strictStream
    /// Rejected rows could not be written down.
    case rejectFile(path: String, reason: String)
    /// Late rows could not be set aside.
    case spill(path: String, reason: String)
    /// The store could not be read or written.
    case store(StoreError)
    /// The task was cancelled.
    case cancelled

    /// What kind of trouble it is, for exit codes.
    public enum Kind: Hashable, Sendable {
        case usage
        case noInput
        case badData
        case cannotWrite
        case store
        case cancelled
    }

    /// What kind of trouble it is.
    public var kind: Kind {
        switch self {
        case .unreadable, .notAFile: .noInput
        case .layout(_, let error):
            switch error {
            case .columnName, .columnCount, .intervalMismatch: .usage
            default: .badData
            }
        case .packed, .longLine, .badRow: .badData
        case .strictStream: .usage
        case .rejectFile, .spill: .cannotWrite
        case .store: .store
        case .cancelled: .cancelled
        }
    }
}

extension ImportError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .notAFile(let path): "\(path) is not a file."
        case .layout(let path, let error): "\(path) was not understood: \(error.problem)"
        case .packed(let path, let error, let kept):
            "\(path): \(error.problem)" + (kept ? " The candles that came before are stored." : "")
        case .longLine(let path, let bytes):
            "\(path) has a line of more than \(bytes) bytes, so it is no file of candles."
        case .badRow(let path, let line, let fault, let text):
            "\(path), line \(line): \(fault): \(text.prefix(200)) (strict: nothing of the file was stored)."
        case .strictStream: "A strict import reads its file twice, which stdin does not allow."
        case .rejectFile(let path, let reason): "The rejected rows cannot be written to \(path): \(reason)."
        case .spill(let path, let reason): "Late rows cannot be set aside in \(path): \(reason)."
        case .store(let error): error.problem
        case .cancelled: "The import was interrupted."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .unreadable: "Check the path and its permissions."
        case .notAFile: "Name files of candles, or - for stdin."
        case .layout(_, let error): error.remedy
        case .packed(_, let error, _): error.remedy
        case .longLine: "Give a CSV file with one candle in each line."
        case .badRow:
            "Correct or remove the row, or import without --strict: bad rows are then kept in a file."
        case .strictStream: "Write the input to a file and import that, or leave out --strict."
        case .rejectFile: "Free space there, or name another file with --reject-file."
        case .spill: "Free space there: as much as the file has late rows, unpacked."
        case .store(let error): error.remedy
        case .cancelled: "Run the command again: what was stored is joined, nothing is lost or doubled."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}

extension ImportError {
    /// Keeps whatever an import can meet.
    init(_ error: any Error, path: String) {
        self =
            switch error {
            case let error as ImportError: error
            case let error as StoreError: error == .cancelled ? .cancelled : .store(error)
            case let error as CandleFileError: .layout(path: path, error)
            case is CancellationError: .cancelled
            default: .unreadable(path: path, reason: "\(error)")
            }
    }
}
