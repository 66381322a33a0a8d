public import Candles

/// What the daily view of a symbol holds.
public struct DailySummary: Hashable, Sendable {
    /// The number of days.
    public var rows = 0
    /// The number of days from the batch layer.
    public var batch = 0
    /// The number of days that came, wholly or in part, from the stream.
    public var speed = 0
    /// The number of days that were made up to keep the series without holes.
    public var filled = 0
    /// The number of days that are over and complete.
    public var closed = 0
    /// The number of days that are not.
    public var open = 0
    /// The first day, or nil if there is none.
    public var first: UTCDay?
    /// The last day, or nil if there is none.
    public var last: UTCDay?
    /// The damaged chunks that were met and set aside.
    public var setAside: [DamagedChunk] = []

    /// The summary of some rows, oldest first.
    public init(_ days: [ServedDay] = []) {
        rows = days.count
        first = days.first?.day
        last = days.last?.day
        for day in days {
            switch day.origin {
            case .batch: batch += 1
            case .speed: speed += 1
            case .filled: filled += 1
            }
            if day.isClosed { closed += 1 } else { open += 1 }
        }
    }
}
