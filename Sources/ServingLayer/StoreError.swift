public import Candles

/// Why the store could not be opened, read or written.
///
/// Whatever fails, the file is as it was before: a failed transaction leaves nothing behind.
public enum StoreError: Error, Hashable, Sendable {
    /// There is no store at this path.
    case missing(path: String)
    /// The file is no store of this program.
    case notADatabase(path: String, reason: String)
    /// SQLite found the file itself damaged.
    case corrupt(path: String, reason: String)
    /// A newer version of the program wrote the file.
    case newerVersion(found: Int, supported: Int, path: String)
    /// An older version of the program wrote the file, and it was opened only for reading.
    case olderVersion(found: Int, supported: Int, path: String)
    /// The directory or the file cannot be written, or cannot be opened.
    case notWritable(path: String, reason: String)
    /// The disk is full.
    case diskFull(path: String)
    /// A write was asked of a store that was opened for reading.
    case readOnly(path: String)
    /// Another process held the writer's lock for too long; pid 0 if it cannot be told.
    case locked(pid: Int32, command: String, waited: Duration)
    /// Another program kept the file locked for too long.
    case busy(path: String)
    /// The bytes of a chunk cannot be trusted; the day is the first of the chunk.
    case damagedChunk(key: SeriesKey, day: UTCDay, reason: String)
    /// The store holds candles of another source.
    case mixedSource(held: String, found: String)
    /// Another reader of the same group has moved its offset.
    case fenced(position: LogPosition, expected: Int64?, found: Int64?)
    /// The task was cancelled before the transaction began or ended.
    case cancelled
    /// SQLite refused for a reason that should not come up.
    case failed(path: String, reason: String)

    /// Whether the same call can succeed later without anybody doing anything.
    public var isRetriable: Bool {
        switch self {
        case .locked, .busy: true
        default: false
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .missing(let path): "There is no store at \(path)."
        case .notADatabase(let path, let reason): "\(path) is not a Candlecast store: \(reason)."
        case .corrupt(let path, let reason): "The database file \(path) is damaged: \(reason)."
        case .newerVersion(let found, let supported, let path):
            "\(path) has format version \(found); this program knows versions up to \(supported)."
        case .olderVersion(let found, let supported, let path):
            "\(path) has format version \(found), and reading needs version \(supported)."
        case .notWritable(let path, let reason): "\(path) cannot be written: \(reason)."
        case .diskFull(let path): "The disk that holds \(path) is full; nothing of the last write was kept."
        case .readOnly(let path): "\(path) was opened for reading only."
        case .locked(let pid, let command, let waited):
            "The store is being written by \(Self.process(pid, command)); waited \(Self.seconds(waited)) s for it."
        case .busy(let path): "Another program keeps \(path) locked."
        case .damagedChunk(let key, let day, let reason):
            "The stored candles of \(key) from \(day) are damaged: \(reason)."
        case .mixedSource(let held, let found):
            "The store holds candles of the source \"\(held)\"; these come from \"\(found)\"."
        case .fenced(let position, let expected, let found):
            "The offset of \(position) is \(Self.offset(found)), not \(Self.offset(expected)): another process "
                + "reads for the same group."
        case .cancelled: "The work on the store was cancelled; its last transaction was not kept."
        case .failed(let path, let reason): "SQLite could not work on \(path): \(reason)."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .missing: "Check the data directory, or fetch candles with `candlecast backfill`."
        case .notADatabase: "Name another data directory, or move the file away."
        case .corrupt: "Keep a copy of the file, then fetch the history into a new data directory."
        case .newerVersion: "Use the newer program, or another data directory."
        case .olderVersion:
            "Run any command that writes, such as `candlecast merge`; it brings the file up to date."
        case .notWritable: "Check the path and its permissions, or name another data directory."
        case .diskFull: "Make room, then run the command again."
        case .readOnly: "Open the store for writing."
        case .locked: "Wait until that process is done, or end it, then run the command again."
        case .busy: "Close the program that has it open, such as sqlite3, then run the command again."
        case .damagedChunk:
            "Run `candlecast backfill`: it sets the chunk aside and fetches those candles again."
        case .mixedSource: "Use another data directory for the other source."
        case .fenced: "Stop one of the two processes, or give it a group of its own."
        case .cancelled: "Run the command again; it goes on where it stopped."
        case .failed: "Run `candlecast doctor`, and report this if it finds nothing."
        }
    }

    public var description: String { "\(problem) \(remedy)" }

    private static func process(_ pid: Int32, _ command: String) -> String {
        pid > 0 ? "process \(pid) (\(command))" : "another process"
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths =
            duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func offset(_ offset: Int64?) -> String { offset.map(String.init) ?? "not set" }
}
