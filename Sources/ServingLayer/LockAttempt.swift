import Foundation

/// One attempt to get the writer's lock: first the head of the queue, then the lock itself.
///
/// It never waits: it says how long to pause before the next try.
struct LockAttempt {
    /// What to do next.
    enum Step: Hashable {
        /// The lock is held through this file.
        case taken(Int32)
        /// Try again after a pause.
        case wait(Duration)
    }

    private let lock: WriterLock
    private let start = ContinuousClock.now
    private var pause = Duration.milliseconds(1)
    private var queue: Int32?
    private var isAtHead = false
    private var file: Int32?

    /// The longest pause between two tries.
    private static let longestPause = Duration.milliseconds(20)

    init(_ lock: WriterLock) {
        self.lock = lock
    }

    /// Tries once.
    ///
    /// - Throws: ``StoreError/locked(pid:command:waited:)`` once the time is over.
    mutating func next() throws(StoreError) -> Step {
        if !isAtHead {
            guard try take(try Self.opened(&queue, lock.path + ".queue")) else { return try wait() }
            isAtHead = true
        }
        let file = try Self.opened(&file, lock.path)
        guard try take(file) else { return try wait() }
        lock.writeHolder(to: file)
        // It is the caller's from here on.
        self.file = nil
        return .taken(file)
    }

    /// Leaves the queue.
    mutating func end() {
        for open in [queue, file].compactMap(\.self) { close(open) }
        (queue, file) = (nil, nil)
    }

    private mutating func wait() throws(StoreError) -> Step {
        let waited = ContinuousClock.now - start
        guard waited < lock.timeout else {
            let (pid, command) = lock.holder() ?? (0, "")
            throw .locked(pid: pid, command: command, waited: waited)
        }
        defer { pause = min(pause * 2, Self.longestPause) }
        return .wait(min(pause, lock.timeout - waited))
    }

    private static func opened(_ opened: inout Int32?, _ path: String) throws(StoreError) -> Int32 {
        if let opened { return opened }
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .notWritable(path: path, reason: String(cString: strerror(errno))) }
        opened = file
        return file
    }

    private func take(_ file: Int32) throws(StoreError) -> Bool {
        if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else {
            throw .notWritable(path: lock.path, reason: String(cString: strerror(errno)))
        }
        return false
    }
}
