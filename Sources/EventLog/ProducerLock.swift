import Foundation
import Synchronization

/// The lock that makes a process the one producer of a log, for as long as the log is open.
///
/// It is a `flock` on a file that names the holder, so it goes with the process, however that ends.
final class ProducerLock: Sendable {
    private let file: Mutex<Int32?>

    /// Takes the lock.
    ///
    /// - Throws: ``EventLogError/producerRunning(pid:command:path:)`` if another producer has it.
    init(path: String, log: String, command: String) throws(EventLogError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .notWritable(path: path, reason: String(cString: strerror(errno))) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(file)
            guard code == EWOULDBLOCK else {
                throw .notWritable(path: path, reason: String(cString: strerror(code)))
            }
            let holder = Self.holder(path)
            throw .producerRunning(pid: holder?.pid ?? 0, command: holder?.command ?? "", path: log)
        }
        let line = String(command.map { $0.isNewline ? " " : $0 })
        let text = "\(getpid())\n\(line)\n"
        // A lock without a readable name is still a lock: the name is only for the message to a second producer.
        let written = text.withCString { pwrite(file, $0, strlen($0), 0) }
        if written > 0, ftruncate(file, off_t(written)) == 0 { fsync(file) }
        self.file = Mutex(file)
    }

    /// Gives the lock back, once.
    func release() {
        file.withLock { file in
            if let open = file { close(open) }
            file = nil
        }
    }

    deinit {
        release()
    }

    private static func holder(_ path: String) -> (pid: Int32, command: String)? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", maxSplits: 1)
        guard lines.count == 2, let pid = Int32(lines[0]) else { return nil }
        return (pid, lines[1].trimmingCharacters(in: .newlines))
    }
}
