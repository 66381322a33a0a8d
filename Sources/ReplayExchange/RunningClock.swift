import Candles
import Foundation
import Synchronization

/// A virtual clock at work: the only place that reads the wall clock.
final class RunningClock: Sendable {
    let clock: VirtualClock
    /// The wall clock's date when the server started.
    let wall = OpenTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    private let opened = ContinuousClock.now
    private let started: Mutex<ContinuousClock.Instant?>

    /// A clock that runs from now on, or that stands at its start until it is started.
    init(_ clock: VirtualClock, waits: Bool = false) {
        self.clock = clock
        started = Mutex(waits ? nil : opened)
    }

    /// Lets a waiting clock run; one that runs is not changed.
    func start() {
        started.withLock { started in
            if started == nil { started = ContinuousClock.now }
        }
    }

    /// The wall time since the server started, whether or not the virtual clock runs.
    var elapsed: Duration { ContinuousClock.now - opened }

    /// Virtual time, and whether it stands still for ever.
    var reading: (now: OpenTime, isStopped: Bool) {
        let running = started.withLock { $0 }.map { ContinuousClock.now - $0 } ?? .zero
        return (clock.time(after: running), clock.isStopped(after: running))
    }

    /// Virtual time.
    var now: OpenTime { reading.now }

    /// How often the streams look at the clock: four times in a second of virtual time and in the shortest of the
    /// times of a connection, but no more than forty times in a second.
    func tickEvery(_ limits: ConnectionTimer.Limits) -> Duration {
        let shortest = min(limits.pingEvery, limits.pongLimit, limits.cutAfter).milliseconds
        return .milliseconds(Int64(max(25, min(250, 250 / max(1, clock.speed), shortest / 4))))
    }
}
