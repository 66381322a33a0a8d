/// Counts the weight of requests in windows of fixed bounds, as the exchange does in minutes, and refuses what is too
/// much.
///
/// Over the limit a request is refused (429) until the window ends. A client that goes on all the same is banned
/// (418), at first for two windows, and twice as long each time after. A refusal or a ban may also be given for no
/// reason; what follows is the same.
struct WeightMeter: Hashable, Sendable {
    /// The longest ban: three days.
    static let longestBan: Duration = .seconds(259_200)

    /// The weight allowed in a window.
    let limit: Int
    /// The length of a window.
    let window: Duration
    /// How much of the first window had passed at the start.
    let phase: Duration
    /// The weight that other programs at the client's address use in a window, evenly spread over it.
    let foreignWeight: Int
    /// The refusals in one pause after which the client is banned.
    let patience: Int
    private var windowIndex = 0
    private var used = 0
    private var refusals = 0
    private var bans = 0
    private var pausedUntil: Duration?
    private var bannedUntil: Duration?

    /// What becomes of a request; with the weight used in this window.
    enum Verdict: Hashable, Sendable {
        case admitted(used: Int)
        /// Status 429; to wait until the pause ends.
        case refused(used: Int, wait: Duration)
        /// Status 418; to wait until the ban ends.
        case banned(used: Int, wait: Duration)
    }

    /// A meter of a limit.
    init(
        limit: Int, window: Duration = .seconds(60), phase: Duration = .zero, foreignWeight: Int = 0,
        patience: Int = 10
    ) {
        self.limit = limit
        self.window = window
        self.phase = phase
        self.foreignWeight = foreignWeight
        self.patience = patience
    }

    /// Whether the client was told to wait until after an instant.
    func isPaused(at elapsed: Duration) -> Bool {
        [pausedUntil, bannedUntil].contains { $0.map { elapsed < $0 } ?? false }
    }

    /// Takes in a request.
    ///
    /// - Parameters:
    ///   - weight: What the request weighs; it counts also if it is refused.
    ///   - elapsed: The wall time since the server started.
    /// - Returns: What becomes of it.
    mutating func request(weight: Int, at elapsed: Duration) -> Verdict {
        let index = Int((elapsed + phase) / window)
        if index != windowIndex {
            windowIndex = index
            used = 0
        }
        used += weight
        let total = used + foreign(at: elapsed)
        if let end = bannedUntil {
            if elapsed < end { return .banned(used: total, wait: end - elapsed) }
            bannedUntil = nil
        }
        if let end = pausedUntil {
            if elapsed < end {
                refusals += 1
                guard refusals > patience else { return .refused(used: total, wait: end - elapsed) }
                return .banned(used: total, wait: ban(at: elapsed))
            }
            pausedUntil = nil
        }
        guard total > limit else { return .admitted(used: total) }
        return .refused(used: total, wait: pause(for: window * (index + 1) - phase - elapsed, at: elapsed))
    }

    /// Asks the client for a pause.
    ///
    /// - Returns: Its length.
    mutating func pause(for wait: Duration, at elapsed: Duration) -> Duration {
        pausedUntil = elapsed + wait
        refusals = 1
        return wait
    }

    /// Bans the client, for longer than the last time unless a time is given.
    ///
    /// - Returns: The length of the ban.
    mutating func ban(for wait: Duration? = nil, at elapsed: Duration) -> Duration {
        let ban = wait ?? min(Self.longestBan, window * (2 << min(bans, 20)))
        bans += 1
        pausedUntil = nil
        bannedUntil = elapsed + ban
        return ban
    }

    /// The weight of other programs in the window so far.
    private func foreign(at elapsed: Duration) -> Int {
        guard foreignWeight > 0 else { return 0 }
        let part = ((elapsed + phase) / window).truncatingRemainder(dividingBy: 1)
        return Int(Double(foreignWeight) * part)
    }
}
