import Candles
import Synchronization

/// Counts and remembers what a server does, for its owner to read from any thread.
final class RequestCounters: Sendable {
    private struct Counts {
        var requests: [String: Int] = [:]
        var connections = 0
        var faults: [Fault.Kind: Int] = [:]
        var journal: [JournalEntry] = []
        var total = 0
        var journalFailure: String?
    }

    /// Paths beyond this many different ones are counted together, so that a scan costs no memory.
    private static let pathLimit = 1000
    private let journalLimit: Int
    private let counts = Mutex(Counts())

    /// Counters that remember so many requests.
    init(journalLimit: Int) {
        self.journalLimit = journalLimit
    }

    /// A request to a path came in.
    func count(_ path: String) {
        counts.withLock { counts in
            let isNew = counts.requests[path] == nil
            counts.requests[isNew && counts.requests.count >= Self.pathLimit ? "other" : path, default: 0] +=
                1
        }
    }

    /// A request was decided upon.
    ///
    /// - Parameter entry: Makes the entry of the journal from its number.
    /// - Returns: The entry.
    @discardableResult
    func decided(_ entry: (Int) -> JournalEntry) -> JournalEntry {
        counts.withLock { counts in
            counts.total += 1
            let entry = entry(counts.total)
            if let fault = entry.fault { counts.faults[fault, default: 0] += 1 }
            if counts.journal.count < journalLimit { counts.journal.append(entry) }
            return entry
        }
    }

    /// The requests remembered, in the order of their arrival.
    var journal: [JournalEntry] { counts.withLock { $0.journal } }

    /// Why a line of the journal's file could not be written: the first reason, or nil.
    var journalFailure: String? { counts.withLock { $0.journalFailure } }

    /// A line of the journal's file could not be written.
    func journalFailed(_ reason: String) {
        counts.withLock { $0.journalFailure = $0.journalFailure ?? reason }
    }

    /// So many stream connections are open.
    func connections(_ count: Int) { counts.withLock { $0.connections = count } }

    /// All of it at this moment.
    func status(of clock: RunningClock) -> ReplayStatus {
        let reading = clock.reading
        return counts.withLock { counts in
            ReplayStatus(
                now: reading.now, speed: clock.clock.speed, isStopped: reading.isStopped,
                connections: counts.connections, requests: counts.requests, faults: counts.faults)
        }
    }
}
