import Foundation

/// The lock that lets one transaction at a time write to the store, across all processes.
///
/// It is a `flock` on a file that names the holder, so it goes with the process that holds it, however that ends.
/// A second file is the queue: only the process at its head tries for the lock, and who has just written goes to
/// the end, so a busy writer cannot keep others out.
struct WriterLock: Sendable {
    /// The lock file.
    let path: String
    /// What the holder is doing, for the message to those who wait.
    let command: String
    /// How long to wait before giving up.
    let timeout: Duration

    /// Waits for the lock and takes it.
    ///
    /// - Returns: What ``release(_:)`` needs.
    /// - Throws: ``StoreError/locked(pid:command:waited:)`` after the timeout, ``StoreError/notWritable(path:reason:)``
    ///   where the lock file cannot be made, ``StoreError/cancelled``.
    func acquire() async throws(StoreError) -> Int32 {
        let start = ContinuousClock.now
        let queue = try openFile(path + ".queue")
        defer { close(queue) }
        try await take(queue, since: start)
        let file = try openFile(path)
        do {
            try await take(file, since: start)
        } catch {
            close(file)
            throw error
        }
        writeHolder(to: file)
        return file
    }

    /// Gives the lock back.
    func release(_ file: Int32) {
        close(file)
    }

    /// The process that wrote its name into the lock file last, or nil if there is none.
    func holder() -> (pid: Int32, command: String)? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", maxSplits: 1)
        guard lines.count == 2, let pid = Int32(lines[0]) else { return nil }
        return (pid, lines[1].trimmingCharacters(in: .newlines))
    }

    private func openFile(_ path: String) throws(StoreError) -> Int32 {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .notWritable(path: path, reason: Self.reason()) }
        return file
    }

    private func take(_ file: Int32, since start: ContinuousClock.Instant) async throws(StoreError) {
        var pause = Duration.milliseconds(1)
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .notWritable(path: path, reason: Self.reason())
            }
            let waited = ContinuousClock.now - start
            guard waited < timeout else {
                let (pid, command) = holder() ?? (0, "")
                throw .locked(pid: pid, command: command, waited: waited)
            }
            do {
                try await Task.sleep(for: min(pause, timeout - waited))
            } catch {
                throw .cancelled
            }
            pause = min(pause * 2, .milliseconds(20))
        }
    }

    private func writeHolder(to file: Int32) {
        let line = command.map { $0.isNewline ? " " : $0 }
        let text = "\(getpid())\n\(String(line))\n"
        // A lock without a readable name is still a lock: the name is only for the message of those who wait.
        let written = text.withCString { pwrite(file, $0, strlen($0), 0) }
        if written > 0, ftruncate(file, off_t(written)) != 0 { return }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
