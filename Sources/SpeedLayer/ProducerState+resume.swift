public import Candles

extension ProducerState {
    /// Where to go on with each series after a start.
    ///
    /// A series goes on after its last closed candle, in the log or held elsewhere, whichever is later. If
    /// there is none, it starts with the earliest running candle that the log has, and at the very first
    /// start with the UTC day that is running.
    ///
    /// - Parameters:
    ///   - keys: The series that are followed.
    ///   - logged: Records of the log, in any order; of each series at least its last closed one.
    ///   - held: The open time of the last closed candle held elsewhere.
    ///   - now: The exchange's time.
    /// - Returns: The first slot of each series that is not known yet.
    /// - Complexity: O(records).
    public static func resume(
        _ keys: [SeriesKey], logged: [CandleRecord], held: [SeriesKey: OpenTime] = [:], now: OpenTime
    ) -> [SeriesKey: OpenTime] {
        var closed = held
        var earliestOpen: [SeriesKey: OpenTime] = [:]
        for record in logged {
            let time = record.version.openTime
            if record.version.isClosed {
                closed[record.key] = closed[record.key].map { max($0, time) } ?? time
            } else {
                earliestOpen[record.key] = earliestOpen[record.key].map { min($0, time) } ?? time
            }
        }
        var next: [SeriesKey: OpenTime] = [:]
        for key in keys {
            let interval = key.interval
            next[key] =
                closed[key].map { interval.slot(after: $0) }
                ?? interval.slot(containing: earliestOpen[key] ?? now.day.start)
        }
        return next
    }
}
