/// Keeps the requests of one process within the weight per minute that the exchange allows its address.
///
/// The exchange counts the weight of an address in minutes of its own clock and says in every answer how far the
/// count has come. The budget believes that count and nothing else: a request may go if the last count seen, the
/// weight that is under way and a reserve for others leave room for it. That a new minute has begun is not
/// assumed either but seen, in an answer whose count is lower than it could be otherwise; so neither a wrong
/// clock nor another program at the same address leads beyond the limit. Before the first answer hardly
/// anything is let out.
///
/// The budget is told what happened, with the time as a monotonic length since some start; it reads no clock.
struct RequestBudget: Sendable {
    /// The weight per minute that the exchange allows.
    var limit: Int
    var record = SentRecord()
    var phase = WindowPhase()

    /// The requests that are under way, by number.
    var flights: [Int: Flight] = [:]
    var flightWeight = 0
    private var nextFlight = 0
    /// The most requests that may be under way; it grows with every answer.
    var openness = RequestBudget.firstOpenness
    /// Requests that never were answered, and may or may not have been counted.
    var lost: [(at: Duration, weight: Int)] = []

    /// The number of the window that is believed to last.
    var epoch = 0
    /// The highest count seen in this window; nil before the first.
    var used: Int?
    /// When the request was sent that showed the newest count of this window.
    var usedSent: Duration = .zero
    /// When the first count of this window was seen: the window ends at most 60 s later.
    var epochSeen: Duration = .zero
    var others = OtherTraffic()
    /// The longest way of a request and its answer, of late.
    var latency: Duration = .zero
    /// Whether answers carry the count; nil before the first.
    var answersCount: Bool?

    var pausedUntil: Duration = .zero
    /// The end of a ban in the exchange's clock, in milliseconds since 1970, as far as it was said.
    var banEnd: Int64?
    var isBanned = false
    /// What is kept back on top, after the limit was met.
    var extraReserve = 0
    /// The looks of this window that took from what is kept for others.
    private var lightLooks = 0
    private var announcedUntil: Duration = .zero

    private static let mostLightLooks = 3
    static let firstOpenness = 2
    static let mostOpenness = 64
    /// The most requests without weight that are under way: those of files, one on each connection.
    static let mostUnweighted = 8

    /// A request that is under way.
    struct Flight: Hashable, Sendable {
        let weight: Int
        let sent: Duration
        let epoch: Int
        /// The count that had been seen when it was sent: the exchange's is not lower in the same window.
        let floor: Int
        /// When the request was sent that showed the floor.
        let floorSent: Duration
    }

    /// What a request may do.
    enum Permit: Hashable, Sendable {
        /// Go, under this number; its weight counts as under way until it is answered or lost.
        case go(Int)
        /// Wait until this instant and ask again; `announces` for the first that waits for it.
        case wait(until: Duration, announces: Bool)
        /// Wait until a request that is under way has ended, and ask again.
        case waitForAnswer
        /// Do not wait: the exchange's pause lasts this long. For a ban, its end by the exchange's clock.
        case refuse(Duration, isBan: Bool, end: Int64?)
    }

    /// A budget before any request.
    init(limit: Int = 6000) {
        self.limit = limit
    }

    /// The weight that is kept back for the first requests of programs that nobody has seen yet, and for looks.
    var reserve: Int { max(limit / 100, min(40, limit / 25)) + extraReserve }

    /// Asks for a request of some weight; one without weight only waits for pauses and for a free connection.
    ///
    /// - Parameters:
    ///   - weight: What the exchange charges for it.
    ///   - longestPause: The longest pause of the exchange that the request sits out.
    ///   - now: The time.
    /// - Returns: What the request may do.
    /// - Complexity: O(1), after a loss O(requests lost of late).
    mutating func permit(
        weight: Int, longestPause: Duration = .seconds(120), at now: Duration
    ) -> Permit {
        if now < pausedUntil {
            let rest = pausedUntil - now
            if isBanned || rest > longestPause { return .refuse(rest, isBan: isBanned, end: banEnd) }
            return wait(until: pausedUntil)
        }
        isBanned = false
        banEnd = nil
        guard weight > 0 else {
            return flights.count < Self.mostUnweighted ? go(0, at: now) : .waitForAnswer
        }
        if let free = record.freeTime(at: now) { return wait(until: free) }
        endWindowIfPast(now)
        guard flights.count < openness || flights.isEmpty else { return .waitForAnswer }
        guard answersCount ?? true else { return permitWithoutCount(weight: weight, at: now) }
        guard let used else {
            // Nothing is known of this window: one after the other, but one in any case.
            let room = flightWeight + lostWeight + weight <= limit / 2
            let isFirst = flights.isEmpty
            return isFirst || room && answersCount == nil ? go(weight, at: now) : .waitForAnswer
        }
        let load = used + flightWeight + lostWeight + weight
        let foreign = others.weight(in: now - usedSent + latency)
        if load + reserve + foreign <= limit {
            // Others cannot see what is under way here. If everyone has but a small part of what is left under way,
            // all together do not have more than is left.
            let left = limit - used - lostWeight - reserve
            guard others.areActive, !flights.isEmpty, (flightWeight + weight) * Self.landing > left else {
                return go(weight, at: now)
            }
        }
        guard flights.isEmpty else { return .waitForAnswer }
        // Another may look at the same time, and neither sees the other's request.
        let twin = others.areActive ? weight : 0
        let isLight = weight <= 2 && lightLooks < Self.mostLightLooks
        let kept = isLight ? reserve / 5 : reserve * 3 / 5
        let fitsHard = load + twin + kept + foreign <= limit
        if used + weight + reserve <= limit, fitsHard {
            // Only guesses are in the way, about others and about what was lost: look again.
            let refresh = max(usedSent + .milliseconds(100), lostKnown)
            return now >= refresh ? go(weight, at: now) : wait(until: refresh)
        }
        let look = nextLook
        if now >= look, fitsHard || weight > limit {
            if isLight { lightLooks += 1 }
            return go(weight, at: now)
        }
        let end = latestEnd
        return wait(until: now < look ? min(look, end) : end)
    }

    /// Takes in what the exchange publishes as its limits.
    mutating func limitsPublished(_ limits: RateLimits) {
        if let weight = limits.weightPerMinute, weight > 0 { limit = weight }
        if let requests = limits.requests { record.limit(requests.count, per: requests.window) }
    }

    static let guardTime: Duration = .milliseconds(50)
    /// The part of what is left that may be under way while others are active, as a divisor.
    private static let landing = 5

    /// When an answer to a request sent then would include whatever was lost.
    private var lostKnown: Duration { (lost.map(\.at).max() ?? .zero) + Self.lostTime + latency }
    /// How long after its loss a request may still arrive.
    static let lostTime: Duration = .milliseconds(500)

    /// When the count should be looked at again, although no room is left: at the end of the window as far as
    /// it is known, and from time to time while it is not known for sure.
    private var nextLook: Duration {
        var look: Duration?
        if let next = phase.boundary(endingAfter: usedSent) {
            let earliest = max(next.earliest, usedSent)
            let isWide = next.latest - earliest > .seconds(1)
            // Halving a wide range now makes the next windows more exact.
            look = isWide ? earliest + (next.latest - earliest) / 2 : next.latest + .milliseconds(5)
        }
        if !phase.isConfirmed {
            let regular = usedSent + phase.lookInterval
            look = min(look ?? regular, regular)
        }
        return look ?? latestEnd
    }

    /// When the window must be over, since it had begun when its first count was seen.
    private var latestEnd: Duration { epochSeen + WindowPhase.window + Self.guardTime }

    /// Forgets the count when its window must be over.
    private mutating func endWindowIfPast(_ now: Duration) {
        guard used != nil else { return }
        if now >= latestEnd {
            phase.began(after: usedSent, before: latestEnd, isSeen: false)
            startWindow()
        } else if phase.isConfirmed, let next = phase.boundary(endingAfter: usedSent),
            now >= next.latest + Self.guardTime
        {
            startWindow()
        }
    }

    mutating func startWindow() {
        epoch += 1
        used = nil
        extraReserve /= 2
        lightLooks = 0
        others.windowBegan()
    }

    /// Without counts only our own requests are known; any 60 s stay below nine tenths of the limit.
    private mutating func permitWithoutCount(weight: Int, at now: Duration) -> Permit {
        guard let free = record.timeFor(weight, of: limit * 9 / 10, at: now) else {
            return go(weight, at: now)
        }
        return wait(until: free)
    }

    private mutating func go(_ weight: Int, at now: Duration) -> Permit {
        nextFlight += 1
        flights[nextFlight] = Flight(
            weight: weight, sent: now, epoch: epoch, floor: used ?? 0, floorSent: usedSent)
        flightWeight += weight
        record.sent(weight, at: now)
        return .go(nextFlight)
    }

    private mutating func wait(until end: Duration) -> Permit {
        let announces = end > announcedUntil
        announcedUntil = max(announcedUntil, end)
        return .wait(until: end, announces: announces)
    }

    /// The weight of requests whose answers were lost and that no count is known to include.
    var lostWeight: Int { lost.reduce(0) { $0 + $1.weight } }
}
