import Foundation

/// Writes files so that none is lost: a regular file whole or not at all and with the mode it has, a device or a pipe
/// directly, and `-` to stdout.
enum OutputFile {
    /// Where a path leads once its links are followed.
    private enum Place {
        case stdout
        /// A device, a pipe or the like, which is written as it is.
        case direct
        /// A file, which is replaced or made.
        case file(path: String, status: stat?)
    }

    /// Whether a path stands for stdout.
    static func isStdout(_ path: String?) -> Bool {
        ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
    }

    /// Writes a text.
    static func write(_ text: String, to path: String) throws(FileProblem) {
        try write(Array(text.utf8), to: path)
    }

    /// Writes bytes; those for stdout must be text.
    static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
        switch try place(path) {
        case .stdout:
            StandardStream.output.write(String(decoding: bytes, as: UTF8.self))
        case .direct:
            let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            guard descriptor >= 0 else { throw problem(path, errno) }
            let failure = write(bytes, descriptor)
            close(descriptor)
            if failure != 0 { throw problem(path, failure) }
        case .file(let target, let status):
            try replace(target, status, by: bytes, path)
        }
    }

    /// Writes a file beside the one to replace, and renames it.
    private static func replace(
        _ target: String, _ status: stat?, by bytes: [UInt8], _ path: String
    ) throws(FileProblem) {
        let name = "\(folder(of: target))/.candlecast-\(UUID().uuidString)"
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw problem(path, errno) }
        var failure: Int32 = 0
        if let status {
            // Only root may give a file away; the mode comes last, as a change of owner may clear bits of it.
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            if fchmod(descriptor, status.st_mode & 0o7777) != 0 { failure = errno }
        }
        if failure == 0 { failure = write(bytes, descriptor) }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(name, target) != 0 { failure = errno }
        guard failure != 0 else { return }
        unlink(name)
        throw problem(path, failure)
    }

    /// Writes all bytes; the number of the error, or 0.
    private static func write(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 { start += count } else if errno != EINTR { return errno }
        }
        return 0
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func place(_ path: String) throws(FileProblem) -> Place {
        if isStdout(path) { return .stdout }
        if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return .direct }
        let target = try resolved(path)
        var status = stat()
        guard stat(target, &status) == 0 else {
            guard errno == ENOENT, !target.hasSuffix("/"), !target.isEmpty else { throw problem(path, errno) }
            return .file(path: target, status: nil)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(path: target, status: status)
        case S_IFDIR: throw problem(path, EISDIR)
        default: return .direct
        }
    }

    /// The path behind a link, also where nothing is there yet.
    private static func resolved(_ path: String) throws(FileProblem) -> String {
        var target = path
        // As many links as the system follows.
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink(target, &buffer, buffer.count)
            guard count > 0 else { return target }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            target = link.hasPrefix("/") ? link : "\(folder(of: target))/\(link)"
        }
        throw problem(path, ELOOP)
    }
}

extension OutputFile {
    /// Refuses outputs that would overwrite what is read or each other, and those whose folder is missing: before any
    /// work is done.
    ///
    /// - Parameters:
    ///   - outputs: The paths that are written, those that are not wanted as nil.
    ///   - inputs: The paths that are read.
    /// - Throws: ``FileProblem``, of wrong usage or of what cannot be written.
    static func check(_ outputs: [String?], inputs: [String?]) throws(FileProblem) {
        var seen: [String: String] = [:]
        for path in inputs.compactMap({ $0 }) where path != "-" {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            seen["\(status.st_dev):\(status.st_ino)"] = ""
        }
        for path in outputs.compactMap({ $0 }) {
            guard let identity = try identity(path) else { continue }
            if let other = seen[identity] {
                throw FileProblem(
                    problem: other.isEmpty
                        ? "the output \(path) is also read, and would be overwritten."
                        : "two outputs go to the same place, \(path).",
                    remedy: "Name another file for the output.", code: .usage)
            }
            seen[identity] = path
        }
    }

    /// What tells a file apart from others; nil for what may be written more than once, as `/dev/null`.
    private static func identity(_ path: String) throws(FileProblem) -> String? {
        switch try place(path) {
        case .stdout: return "-"
        case .direct: return nil
        case .file(_, let status?): return "\(status.st_dev):\(status.st_ino)"
        case .file(let target, nil):
            var status = stat()
            guard stat(folder(of: target), &status) == 0 else { throw problem(path, errno) }
            let name = target.split(separator: "/").last ?? ""
            return "\(status.st_dev):\(status.st_ino)/\(name)"
        }
    }

    /// The text of an error of the system.
    static func text(_ number: Int32) -> String {
        let text = String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func problem(_ path: String, _ number: Int32) -> FileProblem {
        let folder = folder(of: path)
        let (reason, remedy) =
            switch number {
            case ENOENT: ("the folder \(folder) does not exist", "Make the folder, or choose another.")
            case ENOTDIR: ("\(folder) is not a folder", "Choose another folder.")
            case EISDIR: ("it is a folder", "Name a file in it.")
            case EACCES, EPERM:
                ("permission is denied", "Change the permissions there, or choose another folder.")
            case ENOSPC, EDQUOT: ("no space is left", "Free space there, or choose another folder.")
            case EPIPE: ("its reader went away", "Keep the reader running to the end.")
            case ELOOP: ("its links lead in a circle", "Name the file itself.")
            default: (text(number), "Choose another place.")
            }
        return FileProblem(
            problem: "\(path) cannot be written: \(reason).", remedy: remedy, code: .cannotWrite)
    }
}
