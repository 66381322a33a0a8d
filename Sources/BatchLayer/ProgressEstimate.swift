/// How far a piece of work is, how fast it goes, and when it will be done.
///
/// It is told what was expected, what has been done and how long that took; it reads no clock.
public struct ProgressEstimate: Hashable, Sendable {
    /// The closed candles received.
    public private(set) var candles = 0
    /// The bytes received, where they are known.
    public private(set) var bytes = 0
    /// What is expected in all, in milliseconds of ``FetchCost``.
    public private(set) var expected = 0.0
    /// What of it has been done.
    public private(set) var done = 0.0

    /// Nothing expected, nothing done.
    public init() {}

    /// Takes in what is left to be done, as far as it is known now.
    public mutating func expect(left cost: FetchCost) { expected = done + cost.milliseconds }

    /// Takes in that a piece of work is done.
    public mutating func advance(_ cost: FetchCost, candles: Int, bytes: Int) {
        done += cost.milliseconds
        expected = max(expected, done)
        self.candles += candles
        self.bytes += bytes
    }

    /// The share that is done, 0 to 1; 1 where nothing is expected.
    public var fraction: Double { expected > 0 ? min(1, done / expected) : 1 }

    /// Candles a second, over the time since the start.
    public func candlesPerSecond(after elapsed: Duration) -> Double { Self.rate(candles, elapsed) }

    /// Bytes a second, over the time since the start.
    public func bytesPerSecond(after elapsed: Duration) -> Double { Self.rate(bytes, elapsed) }

    /// How long the rest takes if it goes on like this; nil while nothing is done.
    public func remaining(after elapsed: Duration) -> Duration? {
        guard done > 0 else { return nil }
        return elapsed * ((expected - done) / done)
    }

    private static func rate(_ count: Int, _ elapsed: Duration) -> Double {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        return seconds > 0 ? Double(count) / seconds : 0
    }
}
