import Foundation

/// A file that is written piece by piece and appears whole or not at all.
///
/// The pieces go into a hidden file beside it, which takes its place when all are written.
final class ExportFile {
    private let path: String
    private let partial: String
    private var descriptor: Int32
    /// How many bytes were written.
    private(set) var size = 0

    /// Begins a file, with the folders that it needs.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    init(path: String) throws {
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ProgramError.cannotWrite(path: path, reason: (error as NSError).localizedDescription)
        }
        self.path = path
        partial =
            folder.appending(
                path: ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part"
            )
            .path()
        descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure() }
    }

    deinit { discard() }

    /// Appends a piece.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    func append(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 { start += written } else if errno != EINTR { throw failure() }
        }
        size += bytes.count
    }

    /// Puts the file in its place; the bytes are on the disk before it has its name.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    func finish() throws {
        guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw failure() }
        descriptor = -1
        guard rename(partial, path) == 0 else {
            let failed = failure()
            unlink(partial)
            throw failed
        }
    }

    /// Leaves no trace of a file that is not finished.
    func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        unlink(partial)
    }

    /// Removes a file if it is there.
    static func remove(_ path: String) { unlink(path) }

    private func failure() -> ProgramError {
        .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}
