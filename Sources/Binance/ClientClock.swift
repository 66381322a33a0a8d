/// The client's only way to tell and to spend time, so that tests need neither.
public struct ClientClock: Sendable {
    /// The time since some fixed instant; it never goes backwards.
    public let now: @Sendable () -> Duration
    /// Waits; throws when the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// A clock from two functions.
    public init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The clock of the system, which also runs while the machine sleeps.
    public static let system: ClientClock = {
        let start = ContinuousClock.now
        return ClientClock(
            now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, clock: .continuous) }
        )
    }()
}
