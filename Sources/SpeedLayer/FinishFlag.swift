import Synchronization

/// Says to others whether a piece of work has ended; once raised it stays so.
public final class FinishFlag: Sendable {
    private let raised = Mutex(false)

    /// A flag that is not raised.
    public init() {}

    /// Whether the work has ended.
    public var isRaised: Bool { raised.withLock { $0 } }

    /// Says that the work has ended.
    public func raise() {
        raised.withLock { $0 = true }
    }
}
