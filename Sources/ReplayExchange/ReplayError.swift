/// Why the replay exchange cannot start, or the tree of an archive cannot be made.
public enum ReplayError: Error, Hashable, Sendable {
    /// A file as a whole is refused.
    case badFile(file: String, reason: String)
    /// A line of a file is refused: its number counted from 1, the text found there, and what is wrong with it.
    case badLine(file: String, line: Int, value: String, reason: String)
    /// A folder has no candle file.
    case noFiles(folder: String)
    /// A file or folder is not there or cannot be read.
    case unreadable(path: String, reason: String)
    /// Another program listens on the port.
    case portInUse(host: String, port: Int)
    /// The address cannot be listened on for another reason.
    case cannotListen(host: String, port: Int, reason: String)
    /// A file or folder cannot be written.
    case cannotWrite(path: String, reason: String)
    /// A setting makes no sense.
    case usage(option: String, value: String, reason: String)

    /// The kinds of fault, one for each exit code.
    public enum Kind: Hashable, Sendable {
        /// A file says something that cannot be true (exit code 65).
        case badData
        /// A file or folder is missing, or cannot be read or written (exit code 66).
        case noInput
        /// The address is not free (exit code 69).
        case portInUse
        /// A setting is wrong (exit code 64).
        case usage
    }

    /// The kind of the fault.
    public var kind: Kind {
        switch self {
        case .badFile, .badLine: .badData
        case .noFiles, .unreadable, .cannotWrite: .noInput
        case .portInUse, .cannotListen: .portInUse
        case .usage: .usage
        }
    }
}

extension ReplayError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .badFile(let file, let reason):
            "\(file): \(reason)."
        case .badLine(let file, let line, let value, let reason):
            "\(file), line \(line): \(reason) (found \"\(value)\")."
        case .noFiles(let folder):
            "The folder \(folder) has no file named SYMBOL-INTERVAL.csv.gz or SYMBOL-INTERVAL.csv."
        case .unreadable(let path, let reason):
            "\(path) cannot be read: \(reason)."
        case .portInUse(let host, let port):
            "Port \(port) on \(host) is in use by another program."
        case .cannotListen(let host, let port, let reason):
            "Port \(port) on \(host) cannot be listened on: \(reason)."
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written: \(reason)."
        case .usage(let option, let value, let reason):
            "\(option) cannot be \(value): \(reason)."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .badFile: "Replace the file or remove it from the folder; nothing was loaded."
        case .badLine: "Correct or remove the line, or record the file again; nothing was loaded."
        case .noFiles: "Name a folder with recorded candles, or let the market be simulated."
        case .unreadable: "Check the path and its permissions."
        case .portInUse: "Stop that program, choose another port, or use port 0 for any free one."
        case .cannotListen: "Choose another host or port; 127.0.0.1 and port 0 always work."
        case .cannotWrite: "Free space there, change its permissions, or choose another place."
        case .usage: "Choose another value."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
