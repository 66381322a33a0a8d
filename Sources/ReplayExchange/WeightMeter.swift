/// Counts the weight of requests in minutes of wall time, and refuses what is too much.
///
/// Over the limit a request is refused (429) until the minute ends. A client that goes on all the same is banned
/// (418), at first for two minutes, and twice as long each time after.
struct WeightMeter: Hashable, Sendable {
    /// The refusals in one minute after which the client is banned.
    static let patience = 10
    /// The longest ban: three days.
    static let longestBan: Duration = .seconds(259_200)

    /// The weight allowed in a minute.
    let limit: Int
    /// The length of a "minute".
    let window: Duration
    private var windowIndex = 0
    private var used = 0
    private var refusals = 0
    private var bans = 0
    private var bannedUntil: Duration?

    /// What becomes of a request; with the weight used in this minute.
    enum Verdict: Hashable, Sendable {
        case admitted(used: Int)
        /// Status 429; to wait until the minute ends.
        case refused(used: Int, wait: Duration)
        /// Status 418; to wait until the ban ends.
        case banned(used: Int, wait: Duration)
    }

    /// A meter of a limit.
    init(limit: Int, window: Duration = .seconds(60)) {
        self.limit = limit
        self.window = window
    }

    /// Takes in a request.
    ///
    /// - Parameters:
    ///   - weight: What the request weighs; it counts also if it is refused.
    ///   - elapsed: The wall time since the server started.
    /// - Returns: What becomes of it.
    mutating func request(weight: Int, at elapsed: Duration) -> Verdict {
        let index = Int(elapsed / window)
        if index != windowIndex {
            windowIndex = index
            used = 0
            refusals = 0
        }
        used += weight
        if let end = bannedUntil {
            if elapsed < end { return .banned(used: used, wait: end - elapsed) }
            bannedUntil = nil
        }
        guard used > limit else { return .admitted(used: used) }
        refusals += 1
        guard refusals > Self.patience else {
            return .refused(used: used, wait: window * (index + 1) - elapsed)
        }
        let ban = min(Self.longestBan, window * (2 << min(bans, 20)))
        bans += 1
        refusals = 0
        bannedUntil = elapsed + ban
        return .banned(used: used, wait: ban)
    }
}
