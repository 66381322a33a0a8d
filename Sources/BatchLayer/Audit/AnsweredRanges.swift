import Candles

/// The time for which an exchange has said all that it has of one series: what is not held there does not exist.
struct AnsweredRanges: Hashable, Sendable {
    /// Ranges in order of time, no two of which touch.
    let ranges: [TimeRange]

    /// What a coverage says; slots that had not ended when the exchange was asked are not among it.
    init(_ coverage: Coverage, _ interval: Interval) {
        ranges = TimeRange.union(
            coverage.answers.map { answer in
                TimeRange(
                    answer.range.start, min(answer.range.end, interval.slot(containing: answer.answeredAt)))
            })
    }

    /// Whether all of a range was answered for.
    ///
    /// - Complexity: O(log *n*) for *n* ranges.
    func contain(_ range: TimeRange) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].end < range.end { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].start <= range.start
    }
}
