/// Decides, in wall time, when a stream connection is pinged and when it ends.
struct ConnectionTimer: Sendable {
    /// The times of one connection.
    struct Limits: Hashable, Sendable {
        /// From one ping to the next.
        var pingEvery: Duration
        /// How long a client may leave a ping unanswered.
        var pongLimit: Duration
        /// How long a connection lives.
        var cutAfter: Duration
        /// Whether the event `serverShutdown` is sent before that cut.
        var announcesCut: Bool
    }

    /// What is to be done.
    enum Action: Hashable, Sendable {
        /// Send a ping with this payload.
        case ping(String)
        /// Send the event `serverShutdown`.
        case announceCut
        /// Close without a close frame.
        case cut
    }

    private let limits: Limits
    private let opened: Duration
    private var nextPing: Duration
    private var unanswered: [(payload: String, sent: Duration)] = []
    private var pingCount = 0
    private var isAnnounced = false

    /// The timer of a connection.
    ///
    /// - Parameters:
    ///   - limits: The times of the connection.
    ///   - opened: The wall time since the server started, as all times below.
    init(_ limits: Limits, opened: Duration) {
        self.limits = limits
        self.opened = opened
        nextPing = opened + limits.pingEvery
    }

    /// What is due.
    mutating func tick(at elapsed: Duration) -> [Action] {
        let end = opened + limits.cutAfter
        // A warning comes before the cut even if nobody looked at the clock in time for it.
        if elapsed >= end, isAnnounced || !limits.announcesCut { return [.cut] }
        if let oldest = unanswered.first, elapsed - oldest.sent >= limits.pongLimit { return [.cut] }
        var actions: [Action] = []
        // A tenth of its life, at most ten seconds, is left for the client to open its next connection.
        let lead = min(.seconds(10), limits.cutAfter / 10)
        if limits.announcesCut, !isAnnounced, elapsed >= end - lead {
            isAnnounced = true
            actions.append(.announceCut)
        }
        if elapsed >= nextPing {
            pingCount += 1
            let payload = "\(pingCount)-\(Int64(elapsed.milliseconds))"
            unanswered.append((payload, elapsed))
            nextPing = elapsed + limits.pingEvery
            actions.append(.ping(payload))
        }
        return actions
    }

    /// A pong came in.
    ///
    /// - Returns: Whether it answers a ping; others are unsolicited and count as messages.
    mutating func pong(_ payload: String) -> Bool {
        guard let index = unanswered.firstIndex(where: { $0.payload == payload }) else { return false }
        unanswered.removeFirst(index + 1)
        return true
    }
}
