/// What is known about the instants at which the exchange begins to count anew.
///
/// The exchange counts in minutes of its own clock. Two things tell when they begin: a used weight that has
/// fallen, which proves that one began in between, and the exchange's clock, which is only believed until a fall
/// contradicts it. Every instant is known as a range, in the client's time, and each observation narrows it.
struct WindowPhase: Hashable, Sendable {
    /// The length of the exchange's window.
    static let window: Duration = .seconds(60)
    /// How much two clocks may drift apart in one window.
    private static let drift: Duration = .milliseconds(3)

    /// A range of instants in which a window begins, both ends inclusive.
    struct Boundary: Hashable, Sendable {
        var earliest: Duration
        var latest: Duration
    }

    /// The last known beginning, as falls of the used weight show it.
    private(set) var seen: Boundary?
    /// The exchange's clock less the client's.
    private var offset: (least: Duration, most: Duration)?
    private var clockIsBelieved = true
    /// The falls in a row that agreed with what was known before.
    private(set) var agreements = 0
    /// How long to wait between looks at the used weight while the boundary is not known for sure.
    private(set) var lookInterval: Duration = .seconds(5)

    static func == (left: WindowPhase, right: WindowPhase) -> Bool {
        left.seen == right.seen && left.offset?.least == right.offset?.least
            && left.offset?.most == right.offset?.most && left.clockIsBelieved == right.clockIsBelieved
            && left.agreements == right.agreements && left.lookInterval == right.lookInterval
    }

    func hash(into hasher: inout Hasher) { hasher.combine(seen) }

    /// Whether the boundary is known well enough to need no looks before it.
    var isConfirmed: Bool { agreements >= 2 }

    /// Takes in the exchange's clock in an answer.
    ///
    /// - Parameters:
    ///   - clock: The exchange's time since 1970.
    ///   - resolution: The unit that `clock` was cut to.
    ///   - sent: When the request was sent.
    ///   - received: When its answer came.
    mutating func clockSeen(_ clock: Duration, resolution: Duration, sent: Duration, received: Duration) {
        let least = clock - received
        let most = clock + resolution - sent
        guard let known = offset, max(known.least, least) <= min(known.most, most) else {
            offset = (least, most)
            return
        }
        offset = (max(known.least, least), min(known.most, most))
    }

    /// Takes in that a window began between two instants.
    ///
    /// - Parameters:
    ///   - earliest: The last instant that belonged to the window before.
    ///   - latest: The first instant that belongs to the new one.
    ///   - isSeen: Whether the used weight fell; otherwise it only follows from the length of a window.
    mutating func began(after earliest: Duration, before latest: Duration, isSeen: Bool) {
        let fall = Boundary(earliest: earliest, latest: latest)
        guard var known = boundary(endingAfter: earliest - Self.drift) else {
            seen = fall
            return
        }
        known.earliest = max(known.earliest, earliest)
        known.latest = min(known.latest, latest)
        if known.earliest <= known.latest {
            seen = known
            if isSeen { agreements += 1 }
        } else {
            // The windows are not the ones that were assumed; what was seen last counts.
            if let seen, latest - seen.earliest < Self.window {
                let apart = (latest - seen.earliest) / 4
                lookInterval = min(.seconds(5), max(.milliseconds(100), apart))
            }
            clockIsBelieved = false
            seen = fall
            agreements = 0
        }
    }

    /// The first beginning of a window whose range ends after an instant; nil if nothing is known.
    func boundary(endingAfter time: Duration) -> Boundary? {
        if let seen {
            let windows = max(0, Self.windows(from: seen.latest, to: time))
            let drift = Self.drift * min(windows, 1000)
            return Boundary(
                earliest: seen.earliest + Self.window * windows - drift,
                latest: seen.latest + Self.window * windows + drift)
        }
        guard clockIsBelieved, let offset else { return nil }
        // In the exchange's clock the windows are its minutes.
        let minute = Self.windows(from: .zero, to: time + offset.least)
        return Boundary(
            earliest: Self.window * minute - offset.most, latest: Self.window * minute - offset.least)
    }

    /// The fewest windows after which an instant is later than another.
    private static func windows(from start: Duration, to time: Duration) -> Int {
        let quotient = (time - start) / window
        return Int(quotient.rounded(.down)) + 1
    }
}
