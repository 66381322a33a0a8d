/// What a client has done so far.
public struct ClientCounters: Hashable, Sendable {
    /// The requests sent, by path, with every repetition counted.
    public internal(set) var requests: [String: Int] = [:]
    /// The requests that were repetitions.
    public internal(set) var retries = 0
    /// The bytes of bodies received, of answers and of files alike.
    public internal(set) var bytes = 0
    /// How often a request had to wait for the exchange's limits, or for a pause that it asked for.
    public internal(set) var waits = 0
    /// The time that requests waited so, added up over all of them.
    public internal(set) var waited: Duration = .zero
    /// The stream connections that came about.
    public internal(set) var streams = 0
    /// The stream events handed on.
    public internal(set) var events = 0
    /// The stream messages of kinds that the client does not know.
    public internal(set) var ignoredMessages = 0
    /// The stream messages that could not be read and were dropped.
    public internal(set) var droppedMessages = 0
}
