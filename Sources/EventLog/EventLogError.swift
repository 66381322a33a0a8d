/// Why the log could not be opened, read or appended to.
public enum EventLogError: Error, Hashable, Sendable {
    /// There is no log at this path yet.
    case missing(path: String)
    /// The file is no log of this program.
    case notALog(path: String, reason: String)
    /// SQLite found the file itself damaged.
    case corrupt(path: String, reason: String)
    /// A newer version of the program wrote the file.
    case newerVersion(found: Int, supported: Int, path: String)
    /// The directory or the file cannot be written, or cannot be opened.
    case notWritable(path: String, reason: String)
    /// The disk is full.
    case diskFull(path: String)
    /// A record was to be appended to a log that was opened for reading.
    case readOnly(path: String)
    /// Another process writes this log; pid 0 if it cannot be told.
    case producerRunning(pid: Int32, command: String, path: String)
    /// Another program kept the file locked for too long.
    case busy(path: String)
    /// The task was cancelled.
    case cancelled
    /// SQLite refused for a reason that should not come up.
    case failed(path: String, reason: String)

    /// Whether the same call can succeed later without anybody doing anything.
    public var isRetriable: Bool {
        switch self {
        case .missing, .busy: true
        default: false
        }
    }
}

extension EventLogError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .missing(let path): "There is no event log at \(path)."
        case .notALog(let path, let reason): "\(path) is not a Candlecast event log: \(reason)."
        case .corrupt(let path, let reason): "The event log \(path) is damaged: \(reason)."
        case .newerVersion(let found, let supported, let path):
            "\(path) has format version \(found); this program knows versions up to \(supported)."
        case .notWritable(let path, let reason): "\(path) cannot be written: \(reason)."
        case .diskFull(let path): "The disk that holds \(path) is full; the last records were not appended."
        case .readOnly(let path): "\(path) was opened for reading only."
        case .producerRunning(let pid, let command, let path):
            "The event log \(path) is being written by "
                + (pid > 0 ? "process \(pid) (\(command))." : "another process.")
        case .busy(let path): "Another program keeps \(path) locked."
        case .cancelled: "The work on the event log was cancelled."
        case .failed(let path, let reason): "SQLite could not work on \(path): \(reason)."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .missing: "Start a producer first, with `candlecast produce` or `candlecast stream`."
        case .notALog: "Name another data directory, or move the file away."
        case .corrupt: "Move the file away and start the producer again: it fetches what is missing."
        case .newerVersion: "Use the newer program, or another data directory."
        case .notWritable: "Check the path and its permissions, or name another data directory."
        case .diskFull: "Make room, then start the producer again."
        case .readOnly: "Open the log for appending."
        case .producerRunning: "Stop that process, or leave the work to it: one producer per data directory."
        case .busy: "Close the program that has it open, such as sqlite3, then run the command again."
        case .cancelled: "Run the command again; it goes on where it stopped."
        case .failed: "Run `candlecast doctor`, and report this if it finds nothing."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
