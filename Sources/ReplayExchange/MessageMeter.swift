/// Counts the messages of one client: five in any second are allowed.
struct MessageMeter: Hashable, Sendable {
    /// Messages allowed within a second.
    static let limit = 5
    private var recent: [Duration] = []

    /// Takes in a message.
    ///
    /// - Parameter elapsed: The wall time since the server started.
    /// - Returns: Whether the message is allowed; if not the connection must be closed.
    mutating func message(at elapsed: Duration) -> Bool {
        recent.removeAll { elapsed - $0 >= .seconds(1) }
        recent.append(elapsed)
        return recent.count <= Self.limit
    }
}
