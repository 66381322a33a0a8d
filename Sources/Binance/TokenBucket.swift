/// Keeps an average number of bytes per second, and lets a short burst through.
///
/// Bytes that have come cannot be sent back, so the bucket may be in debt: whoever took them waits until the debt is
/// paid, and with it everybody who takes some meanwhile.
struct TokenBucket: Hashable, Sendable {
    /// The bytes per second.
    let rate: Int
    private var tokens: Double
    private var filledAt: Duration

    /// A full bucket; it holds what comes in a quarter of a second, but at least 16 KiB.
    ///
    /// - Precondition: The rate is above 0.
    init(rate: Int, at now: Duration) {
        precondition(rate > 0, "the rate must be above 0, was \(rate)")
        self.rate = rate
        tokens = 0
        filledAt = now
        tokens = capacity
    }

    private var capacity: Double { max(16_384, Double(rate) / 4) }

    /// Takes bytes.
    ///
    /// - Returns: How long to wait before more are taken.
    mutating func take(_ bytes: Int, at now: Duration) -> Duration {
        if now > filledAt {
            tokens = min(capacity, tokens + Double(rate) * ((now - filledAt) / .seconds(1)))
            filledAt = now
        }
        tokens -= Double(bytes)
        return tokens >= 0 ? .zero : .seconds(1) * (-tokens / Double(rate))
    }
}
