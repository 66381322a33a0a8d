import Synchronization

/// Spends the time that a limit on the bytes per second asks for, shared by all transfers of a client.
final class Pacer: Sendable {
    private let bucket: Mutex<TokenBucket>
    private let clock: ClientClock

    /// A limit above 0.
    init(bytesPerSecond: Int, clock: ClientClock) {
        bucket = Mutex(TokenBucket(rate: bytesPerSecond, at: clock.now()))
        self.clock = clock
    }

    /// Takes in that bytes came, and waits as long as they should have taken; meanwhile no more are read, so the
    /// server is slowed down too.
    ///
    /// - Throws: When the task is cancelled.
    func took(_ bytes: Int) async throws {
        let now = clock.now()
        let wait = bucket.withLock { $0.take(bytes, at: now) }
        if wait > .zero { try await clock.sleep(wait) }
    }
}
