/// What one series says about one day: the daily candle itself, or the roll-up of smaller ones.
public struct DayCandidate: Hashable, Sendable {
    /// The length of the candles it was made from.
    public let interval: Interval
    /// The day's values.
    public let values: CandleValues
    /// The number of candles it was made from.
    public let count: Int
    /// Whether nothing is missing but known outages, and the day is over.
    public let isComplete: Bool
    /// The lowest vintage of its candles.
    public let vintage: Vintage
    /// Whether a candle in it came from the stream.
    public let hasStream: Bool

    /// What a daily candle says.
    public init(daily version: CandleVersion) {
        interval = .d1
        values = version.values
        count = 1
        isComplete = version.isClosed
        vintage = version.vintage
        hasStream = version.vintage == .streamClosed || version.vintage == .open
    }

    /// What smaller candles say, or nil if there are none.
    ///
    /// - Parameters:
    ///   - day: The day rolled up.
    ///   - interval: The length of the candles, a divisor of the day.
    ///   - versions: The candles of that day in order of time.
    ///   - outages: The slots of the day that are known not to exist.
    /// - Complexity: O(number of candles).
    public init?(
        day: UTCDay, interval: Interval, versions: some Sequence<CandleVersion>, outages: Int
    ) {
        var rollup = Rollup()
        for version in versions { rollup.add(version) }
        self.init(day: day, interval: interval, rollup: rollup, outages: outages)
    }

    /// What the roll-up of smaller candles says, or nil if it is empty.
    ///
    /// - Parameters:
    ///   - day: The day rolled up.
    ///   - interval: The length of the candles, a divisor of the day.
    ///   - rollup: The roll-up of the candles of that day.
    ///   - outages: The slots of the day that are known not to exist.
    public init?(day: UTCDay, interval: Interval, rollup: Rollup, outages: Int) {
        guard let values = rollup.values(closeTime: day.end), let lowest = rollup.lowestVintage else {
            return nil
        }
        let slots = interval.slotCount(in: TimeRange(day.start, day.end))
        self.interval = interval
        self.values = values
        count = rollup.count
        isComplete = rollup.count + outages >= slots && lowest > .open
        vintage = isComplete ? lowest : .open
        hasStream = rollup.hasStream
    }

    /// Whether this candidate says more about the day than another.
    ///
    /// A closed daily candle first, then a complete roll-up of the smallest candles, then, while the day is open,
    /// what has seen most trades.
    func isPreferred(to other: DayCandidate) -> Bool {
        if isComplete != other.isComplete { return isComplete }
        if isComplete { return rank < other.rank }
        let (mine, theirs) = (values.trades ?? -1, other.values.trades ?? -1)
        return mine == theirs ? rank < other.rank : mine > theirs
    }

    private var rank: Int64 { interval == .d1 ? 0 : interval.milliseconds ?? .max }
}
