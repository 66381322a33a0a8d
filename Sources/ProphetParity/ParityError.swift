import ProphetInterchange

/// Why recorded files could not be compared.
public enum ParityError: Error, Hashable, Sendable {
    /// A file is not what the format says; what is wrong with it.
    case malformed(String)
    /// A file or folder cannot be read; its path and the reason.
    case unreadable(path: String, reason: String)
    /// There is no recorded file at the path.
    case noFiles(path: String)

    /// What is wrong.
    public var problem: String {
        switch self {
        case .malformed(let what): what
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .noFiles(let path): "\(path) holds no recorded file (*.json)."
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .malformed: "Record the file anew."
        case .unreadable: "Check the path and its permissions."
        case .noFiles: "Name a recorded file, or a folder that holds some."
        }
    }
}

extension ParityError: CustomStringConvertible {
    public var description: String {
        if case .malformed = self { problem } else { "\(problem) \(remedy)" }
    }
}
