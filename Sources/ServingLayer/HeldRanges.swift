public import Candles

/// Which candles of a series are held, told by ranges.
///
/// Only closed candles count. One that is off the grid counts for the slot in which it opens.
public struct HeldRanges: Hashable, Sendable {
    /// The runs of slots that hold a closed candle: aligned to slots, ascending, no two of which touch.
    public private(set) var ranges: [TimeRange] = []
    /// The number of closed candles.
    public private(set) var count = 0
    /// The open time of the first closed candle, or nil if there is none.
    public private(set) var first: OpenTime?
    /// The open time of the last closed candle, or nil if there is none.
    public private(set) var last: OpenTime?
    /// The number of closed candles that are off the grid.
    public private(set) var offGrid = 0

    /// Nothing held.
    public init() {}

    /// Takes in closed candles on the grid, one in each slot of a range, later than all before.
    ///
    /// - Parameters:
    ///   - range: The slots, from the first open time to the end of the last candle.
    ///   - last: The open time of the last candle.
    ///   - count: The number of candles.
    mutating func add(run range: TimeRange, last: OpenTime, count: Int) {
        first = first ?? range.start
        self.last = last
        self.count += count
        extend(range)
    }

    /// Takes in a closed candle later than all before.
    public mutating func add(_ openTime: OpenTime, interval: Interval) {
        first = first ?? openTime
        last = openTime
        count += 1
        let slot = interval.slot(containing: openTime)
        if slot != openTime { offGrid += 1 }
        extend(TimeRange(slot, interval.slot(after: slot)))
    }

    private mutating func extend(_ range: TimeRange) {
        if let before = ranges.last, before.end >= range.start {
            ranges[ranges.count - 1] = TimeRange(before.start, max(before.end, range.end))
        } else {
            ranges.append(range)
        }
    }
}
