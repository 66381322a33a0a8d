/// A run of slots without a candle, between two candles that are held.
public struct LargeGap: Hashable, Sendable {
    /// From the first missing slot to the next slot that holds a candle.
    public let range: TimeRange
    /// The number of slots missing.
    public let count: Int

    /// A gap of some slots.
    public init(range: TimeRange, count: Int) {
        self.range = range
        self.count = count
    }

    /// The largest gaps, the longest first; of gaps of one length the earlier is first.
    ///
    /// - Parameters:
    ///   - held: The runs of slots that hold a closed candle: slot-aligned, ascending, not touching.
    ///   - interval: The length of the candles.
    ///   - limit: The most gaps answered.
    /// - Returns: At most `limit` gaps.
    /// - Complexity: O(*r* log *r*) for *r* runs.
    public static func largest(in held: [TimeRange], interval: Interval, limit: Int = 100) -> [LargeGap] {
        let gaps = zip(held, held.dropFirst()).compactMap { before, after -> LargeGap? in
            let range = TimeRange(before.end, after.start)
            let count = interval.slotCount(in: range)
            return count > 0 ? LargeGap(range: range, count: count) : nil
        }
        let sorted = gaps.sorted { left, right in
            left.count == right.count ? left.range.start < right.range.start : left.count > right.count
        }
        return Array(sorted.prefix(max(0, limit)))
    }
}
