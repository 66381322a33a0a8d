import Binance
import Synchronization

/// A clock that a sleep moves on at once, and that remembers every sleep.
final class TestClock: Sendable {
    private let state = Mutex<(now: Duration, sleeps: [Duration])>((.zero, []))

    /// The sleeps so far.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// The clock for a client.
    var clock: ClientClock {
        ClientClock(
            now: { self.state.withLock { $0.now } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += duration
                    state.sleeps.append(duration)
                }
            })
    }
}
