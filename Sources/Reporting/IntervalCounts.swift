public import Candles

/// The candles of one interval that a symbol has on each day.
public struct IntervalCounts: Hashable, Sendable {
    /// The length of the candles.
    public let interval: Interval
    /// The counts, oldest first.
    public let counts: [DayCount]

    /// The counts of an interval.
    public init(_ interval: Interval, _ counts: [DayCount]) {
        self.interval = interval
        self.counts = counts
    }
}
