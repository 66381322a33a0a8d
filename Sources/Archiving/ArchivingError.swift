/// Why packed bytes were refused.
public enum ArchivingError: Error, Hashable, Sendable {
    /// The bytes are damaged or cut off: what is wrong, and the byte, counted from 0, where it was found.
    case damaged(String, at: Int)
    /// The bytes may be sound, but use something that is not read here: what, and at which byte.
    case unsupported(String, at: Int)
    /// The contents are larger than the caller allows: what they are, and the limit in bytes.
    case tooLarge(String, limit: Int)
    /// The compression library could not be started, which happens only without memory.
    case noMemory
}

extension ArchivingError: CustomStringConvertible {
    /// What is wrong, with the place in the file.
    public var problem: String {
        switch self {
        case .damaged(let reason, let offset): "The packed data is damaged at byte \(offset): \(reason)."
        case .unsupported(let reason, let offset):
            "The packed data cannot be read at byte \(offset): \(reason)."
        case .tooLarge(let name, let limit): "\(name) unpacks to more than the \(limit) bytes allowed."
        case .noMemory: "The compression library could not be started, because there is no memory."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .damaged: "Fetch or copy the file again, and compare its checksum."
        case .unsupported: "Unpack the file, and pack it again as an ordinary zip or gzip file."
        case .tooLarge: "If the file is what it should be, unpack it and use the unpacked file."
        case .noMemory: "Close other programs, or raise the memory limit of this one."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
