import Synchronization

/// The client's only way to tell and to spend time, so that tests need neither.
public struct ClientClock: Sendable {
    /// The time since some fixed instant; it never goes backwards.
    public let now: @Sendable () -> Duration
    /// Waits; throws when the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void
    /// Tells clocks apart: times of two clocks cannot be compared, so clients share nothing across them.
    let number: Int

    private static let count = Atomic(0)

    /// A clock from two functions.
    public init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
        number = Self.count.add(1, ordering: .relaxed).newValue
    }

    /// The clock of the system, which also runs while the machine sleeps.
    public static let system: ClientClock = {
        let start = ContinuousClock.now
        return ClientClock(
            now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, clock: .continuous) }
        )
    }()
}
