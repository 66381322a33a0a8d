public import Candles

/// What an audit is to look at.
public struct AuditRequest: Hashable, Sendable {
    /// The symbols, in the order they are looked at.
    public let symbols: [Symbol]
    /// Only these intervals; empty for all that are held.
    public let intervals: [Interval]
    /// The first day looked at; nil is the first that is held.
    public let from: UTCDay?
    /// The first day no longer looked at; nil is after the last that is held.
    public let to: UTCDay?
    /// The number of random pages that the exchange is asked for again.
    public let samples: Int
    /// What the choice of the pages depends on.
    public let seed: UInt64

    /// A request.
    public init(
        symbols: [Symbol], intervals: [Interval] = [], from: UTCDay? = nil, to: UTCDay? = nil,
        samples: Int = 20, seed: UInt64 = 1
    ) {
        self.symbols = symbols
        self.intervals = intervals
        self.from = from
        self.to = to
        self.samples = samples
        self.seed = seed
    }

    /// Whether a time is among those looked at.
    func covers(_ range: TimeRange) -> Bool { !range.clamped(to: limits).isEmpty }

    /// The time that is looked at.
    var limits: TimeRange { TimeRange((from ?? UTCDay(0)).start, (to ?? OpenTime.latest.day).start) }

    /// Whether a series is among those looked at.
    func covers(_ key: SeriesKey) -> Bool {
        symbols.contains(key.symbol) && (intervals.isEmpty || intervals.contains(key.interval))
    }
}
