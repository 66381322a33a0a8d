import Foundation
import Synchronization

/// A file that is read from its beginning to its end, or stdin.
final class InputFile: Sendable {
    /// The path, `-` for stdin.
    let path: String
    /// The size in bytes, nil for what is no regular file.
    let size: Int?
    private let descriptor: Int32
    private let position = Mutex(0)

    /// Opens a file.
    ///
    /// - Throws: ``ImportError/unreadable(path:reason:)``, ``ImportError/notAFile(path:)``.
    init(_ path: String) throws(ImportError) {
        self.path = path
        descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .notAFile(path: path) }
        size = kind == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        close(descriptor)
    }

    /// How many bytes have been read.
    var offset: Int { position.withLock { $0 } }

    /// Reads the next bytes.
    ///
    /// - Returns: The number of bytes, 0 at the end.
    /// - Throws: ``ImportError/unreadable(path:reason:)``.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
        guard !memory.isEmpty else { return 0 }
        while true {
            let count = Foundation.read(descriptor, memory.baseAddress, memory.count)
            if count >= 0 {
                position.withLock { $0 += count }
                return count
            }
            let code = errno
            guard code == EINTR else {
                throw .unreadable(path: path, reason: String(cString: strerror(code)))
            }
        }
    }
}
