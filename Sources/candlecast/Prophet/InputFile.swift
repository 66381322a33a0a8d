import Foundation

/// Reads files whole, whatever they are: regular files, pipes, devices or stdin.
enum InputFile {
    /// How a file is called in messages.
    static func name(_ path: String) -> String { path == "-" ? "stdin" : path }

    /// The bytes of a file, or of stdin for `-`.
    ///
    /// - Throws: ``ProgramError/noInput(_:remedy:)``.
    static func bytes(_ path: String) throws -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(path, errno) }
        defer { if path != "-" { close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(path, errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw problem(path, EISDIR) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw problem(path, errno)
            }
        }
    }

    private static func problem(_ path: String, _ number: Int32) -> ProgramError {
        let name = name(path)
        let cannot = { (reason: String, remedy: String) in
            ProgramError.noInput("\(name) cannot be read: \(reason).", remedy: remedy)
        }
        return switch number {
        case ENOENT: .noInput("there is no file \(name).", remedy: "Check the path.")
        case EISDIR: cannot("it is a folder", "Name a file in it.")
        case ENOTDIR: cannot("a part of its path is not a folder", "Check the path.")
        case EACCES, EPERM: cannot("permission is denied", "Change its permissions.")
        default: cannot(OutputFile.text(number), "Check the file and the path.")
        }
    }
}
