import Candles

/// Which candles a table has: those of a series, of a range, as they are or rolled up.
struct CandleQuery: Hashable, Sendable {
    /// The series that is read.
    let key: SeriesKey
    /// The open times wanted; nil for all.
    var range: TimeRange?
    /// The larger interval that the candles are rolled up into; nil to write them as they are.
    var target: Interval?

    /// The open times that must be read: for a roll-up whole slots, so that none is made of a part.
    var readRange: TimeRange? {
        guard let range, let target else { return range }
        return TimeRange(target.slot(containing: range.start), target.slot(atOrAfter: range.end))
    }
}
