import Foundation

/// A lock file that this process holds, as another run of the program would.
final class HeldLock {
    private let file: Int32

    /// Takes the lock and writes a holder into it.
    init(_ path: String, pid: Int32, command: String) throws {
        file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else { throw CocoaError(.fileLocking) }
        let text = "\(pid)\n\(command)\n"
        guard write(file, text, text.utf8.count) == text.utf8.count else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Gives the lock back.
    func release() { close(file) }
}
