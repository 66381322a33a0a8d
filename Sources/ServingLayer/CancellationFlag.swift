import Synchronization

/// Tells a thread that blocks that the task which waits for it was cancelled.
final class CancellationFlag: Sendable {
    private let flag = Atomic(false)

    /// Whether the task was cancelled.
    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}
