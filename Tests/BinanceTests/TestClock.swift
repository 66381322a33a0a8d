import Binance
import Synchronization

/// A clock that a sleep moves on at once, and that remembers every sleep.
final class TestClock: Sendable {
    /// The clock for clients; those that have it share a budget.
    let clock: ClientClock
    private let state: State

    private final class State: Sendable {
        let times = Mutex<(now: Duration, sleeps: [Duration])>((.zero, []))
    }

    /// A clock that shows zero.
    init() {
        let state = State()
        self.state = state
        clock = ClientClock(
            now: { state.times.withLock { $0.now } },
            sleep: { duration in
                try Task.checkCancellation()
                state.times.withLock { times in
                    times.now += duration
                    times.sleeps.append(duration)
                }
            })
    }

    /// The sleeps so far.
    var sleeps: [Duration] { state.times.withLock { $0.sleeps } }
}
