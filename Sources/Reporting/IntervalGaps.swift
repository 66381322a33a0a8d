public import Candles

/// The candles of one interval that a symbol lacks.
public struct IntervalGaps: Hashable, Sendable {
    /// The length of the candles.
    public let interval: Interval
    /// What is missing, oldest first.
    public let gaps: [Gap]

    /// The gaps of an interval.
    public init(_ interval: Interval, _ gaps: [Gap]) {
        self.interval = interval
        self.gaps = gaps
    }
}
