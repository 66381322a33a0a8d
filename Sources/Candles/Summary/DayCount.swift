/// How many candles of one interval are held of a day, beside how many a full day has.
public struct DayCount: Hashable, Sendable {
    /// The day.
    public let day: UTCDay
    /// The slots of the day that hold a closed candle.
    public let held: Int
    /// The slots that the day has.
    public let expected: Int

    /// A count of one day.
    public init(day: UTCDay, held: Int, expected: Int) {
        self.day = day
        self.held = held
        self.expected = expected
    }

    /// Whether every slot holds a candle.
    public var isComplete: Bool { held >= expected }

    /// The counts of all days from the first held candle to the last, oldest first.
    ///
    /// Days on which no slot of the interval begins, as most days of weekly candles, are left out. The first and
    /// the last day are counted as full days, so a listing in mid-day shows as fewer candles than expected.
    ///
    /// - Parameters:
    ///   - held: The runs of slots that hold a closed candle: slot-aligned, ascending, not touching.
    ///   - interval: The length of the candles.
    /// - Returns: One count per day.
    /// - Complexity: O(days + runs).
    public static func counts(of held: [TimeRange], interval: Interval) -> [DayCount] {
        guard let first = held.first?.start.day, let last = held.last, !last.isEmpty else { return [] }
        var counts: [DayCount] = []
        var index = 0
        for day in first...(last.end - 1).day {
            let whole = TimeRange(day.start, day.end)
            let expected = interval.slotCount(in: whole)
            while index < held.count, held[index].end <= day.start { index += 1 }
            var found = 0
            var run = index
            while run < held.count, held[run].start < day.end {
                found += interval.slotCount(in: held[run].clamped(to: whole))
                run += 1
            }
            if expected > 0 { counts.append(DayCount(day: day, held: found, expected: expected)) }
        }
        return counts
    }
}
