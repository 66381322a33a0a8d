/// Keeps the requests of one client within the weight per minute that the exchange allows.
///
/// Every request asks for a permit first. The weight of the last 60 s, our own and what the exchange's header
/// shows of other programs at the same address, stays below nine tenths of the limit, so no 429 is provoked;
/// after one all requests wait together. Time comes in as a monotonic length since some start; the budget
/// reads no clock.
struct RequestBudget: Sendable {
    /// The weight per minute that the exchange allows.
    private(set) var limit: Int
    /// The longest pause that a request is made to sit out.
    let longestPause: Duration
    private var sent: [(at: Duration, weight: Int)] = []
    private var foreign: (at: Duration, weight: Int) = (.zero, 0)
    private var pausedUntil: Duration = .zero
    private var announcedUntil: Duration = .zero

    /// The length of the exchange's window.
    static let window: Duration = .seconds(60)

    /// What a request may do.
    enum Permit: Hashable, Sendable {
        /// Go; its weight has been counted.
        case go
        /// Wait this long and ask again; `announces` for the first of the requests that wait for the same
        /// instant.
        case wait(Duration, announces: Bool)
        /// Do not wait: the exchange's pause lasts this long.
        case refuse(Duration)
    }

    /// A budget before any request.
    init(limit: Int = 6000, longestPause: Duration = .seconds(120)) {
        self.limit = limit
        self.longestPause = longestPause
    }

    /// The weight that may be used in any 60 s.
    var usable: Int { max(1, limit * 9 / 10) }

    /// Asks for a request of some weight.
    ///
    /// - Complexity: O(requests of the last 60 s).
    mutating func permit(weight: Int, at now: Duration) -> Permit {
        if now < pausedUntil {
            let rest = pausedUntil - now
            return rest > longestPause ? .refuse(rest) : wait(until: pausedUntil, at: now)
        }
        drop(before: now - Self.window)
        var load = ownWeight + foreign.weight
        // A request heavier than the whole budget goes alone.
        guard load > 0, load + weight > usable else {
            sent.append((now, weight))
            return .go
        }
        var ends = sent.map { (at: $0.at + Self.window, weight: $0.weight) }
        if foreign.weight > 0 { ends.append((foreign.at + Self.window, foreign.weight)) }
        var end = now
        for next in ends.sorted(by: { $0.at < $1.at }) where load > 0 && load + weight > usable {
            load -= next.weight
            end = next.at
        }
        return wait(until: end, at: now)
    }

    /// Takes in the used weight that the exchange names in an answer.
    mutating func answered(usedWeight: Int, at now: Duration) {
        drop(before: now - Self.window)
        foreign = (now, max(0, usedWeight - ownWeight))
    }

    /// Takes in that no request may be sent for some time.
    mutating func pause(for duration: Duration, at now: Duration) {
        pausedUntil = max(pausedUntil, now + duration)
    }

    /// Takes in the limit that the exchange publishes.
    mutating func limitPublished(_ weightPerMinute: Int) {
        if weightPerMinute > 0 { limit = weightPerMinute }
    }

    private var ownWeight: Int { sent.reduce(0) { $0 + $1.weight } }

    private mutating func drop(before start: Duration) {
        sent.removeAll { $0.at <= start }
        if foreign.at <= start { foreign.weight = 0 }
    }

    private mutating func wait(until end: Duration, at now: Duration) -> Permit {
        let announces = end > announcedUntil
        announcedUntil = max(announcedUntil, end)
        return .wait(end - now, announces: announces)
    }
}
