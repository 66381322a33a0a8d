import Candles

/// A virtual clock that has been started: the only place that reads the wall clock.
struct RunningClock: Sendable {
    let clock: VirtualClock
    private let started = ContinuousClock.now

    /// Starts a clock.
    init(_ clock: VirtualClock) {
        self.clock = clock
    }

    /// The wall time since the start.
    var elapsed: Duration { ContinuousClock.now - started }

    /// Virtual time.
    var now: OpenTime { clock.time(after: elapsed) }

    /// How often the streams look at the clock: often enough that a second of virtual time is not missed, but no
    /// more than forty times a second.
    var tickEvery: Duration {
        .milliseconds(Int64(min(250, max(25, 250 / max(1, clock.speed)))))
    }
}
