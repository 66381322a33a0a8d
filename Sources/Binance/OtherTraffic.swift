/// What other programs at the same address use, as far as the counts of the exchange show it.
///
/// In one window, a count that is higher than our own answered weight and all that is under way was raised by
/// others. From how fast that part grows follows what they may use until the next look.
struct OtherTraffic: Hashable, Sendable {
    private var own = 0
    private var seen = 0
    private var seenAt: Duration?
    private var rate = 0.0
    private var wasActive = false

    /// The seconds in which a new rate replaces half of an old one.
    private static let memory = 2.0
    /// The shortest step, in seconds, that a rate is taken from: a shorter one makes one request look like a flood.
    private static let step = 0.1

    /// Whether others used anything in this window or the one before.
    var areActive: Bool { wasActive || seen > 0 }

    /// Takes in that the exchange counts anew.
    mutating func windowBegan() {
        wasActive = seen > 0
        own = 0
        seen = 0
        seenAt = nil
    }

    /// Takes in the count in an answer of the window.
    mutating func answered(weight: Int, count: Int, underWay: Int, at now: Duration) {
        own += weight
        let foreign = max(seen, count - own - underWay)
        guard let before = seenAt else {
            // When the others used what the first count shows is not known, so it says nothing about their rate.
            seen = foreign
            seenAt = now
            return
        }
        let seconds = (now - before) / .seconds(1)
        guard seconds >= Self.step else { return }
        let share = seconds / (seconds + Self.memory)
        rate += (Double(foreign - seen) / seconds - rate) * share
        seen = foreign
        seenAt = now
    }

    /// What others may use in some time, at the rate seen of late.
    func weight(in duration: Duration) -> Int {
        Int((rate * (duration / .seconds(1))).rounded(.up))
    }
}
