import Candles
import Synchronization

/// Counts what a server does, for its owner to read from any thread.
final class RequestCounters: Sendable {
    private struct Counts {
        var requests: [String: Int] = [:]
        var connections = 0
    }

    /// Paths beyond this many different ones are counted together, so that a scan costs no memory.
    private static let pathLimit = 1000
    private let counts = Mutex(Counts())

    /// A request to a path came in.
    func count(_ path: String) {
        counts.withLock { counts in
            let isNew = counts.requests[path] == nil
            counts.requests[isNew && counts.requests.count >= Self.pathLimit ? "other" : path, default: 0] +=
                1
        }
    }

    /// So many stream connections are open.
    func connections(_ count: Int) { counts.withLock { $0.connections = count } }

    /// All of it at this moment.
    func status(of clock: RunningClock) -> ReplayStatus {
        let reading = clock.reading
        let counts = counts.withLock { $0 }
        return ReplayStatus(
            now: reading.now, speed: clock.clock.speed, isStopped: reading.isStopped,
            connections: counts.connections,
            requests: counts.requests)
    }
}
