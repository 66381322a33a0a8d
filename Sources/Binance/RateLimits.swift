/// The limits that the exchange publishes for one address.
struct RateLimits: Hashable, Sendable {
    /// The request weight allowed per minute, if it is said.
    var weightPerMinute: Int?
    /// The number of requests allowed in some time, whatever they weigh, if it is said.
    var requests: Requests?

    /// A number of requests in a window.
    struct Requests: Hashable, Sendable {
        let count: Int
        let window: Duration
    }
}
