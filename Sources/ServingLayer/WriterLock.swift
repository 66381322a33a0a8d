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
    /// - Throws: ``StoreError/locked(pid:command:waited:)`` after the timeout,
    ///   ``StoreError/notWritable(path:reason:)`` where the lock file cannot be made, ``StoreError/cancelled``.
    func acquire() async throws(StoreError) -> Int32 {
        var attempt = LockAttempt(self)
        defer { attempt.end() }
        while true {
            switch try attempt.next() {
            case .taken(let file): return file
            case .wait(let pause):
                do {
                    try await Task.sleep(for: pause)
                } catch {
                    throw .cancelled
                }
            }
        }
    }

    /// Waits for the lock on a thread that may block, and takes it.
    ///
    /// - Returns: What ``release(_:)`` needs.
    /// - Throws: As the asynchronous variant.
    func acquire(unless isCancelled: () -> Bool) throws(StoreError) -> Int32 {
        var attempt = LockAttempt(self)
        defer { attempt.end() }
        while true {
            if isCancelled() { throw .cancelled }
            switch try attempt.next() {
            case .taken(let file): return file
            case .wait(let pause): Thread.sleep(forTimeInterval: pause / .seconds(1))
            }
        }
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

    /// Writes the name of this process into the lock file.
    func writeHolder(to file: Int32) {
        let line = command.map { $0.isNewline ? " " : $0 }
        let text = "\(getpid())\n\(String(line))\n"
        // A lock without a readable name is still a lock: the name is only for the message of those who wait.
        let written = text.withCString { pwrite(file, $0, strlen($0), 0) }
        if written > 0, ftruncate(file, off_t(written)) != 0 { return }
    }
}
