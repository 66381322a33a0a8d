import Candles

extension TimeRange {
    /// What is left of the range without some others, in order of time.
    ///
    /// - Complexity: O(*n* log *n*) for *n* others.
    func without(_ others: [TimeRange]) -> [TimeRange] {
        var left: [TimeRange] = []
        var next = start
        for hole in TimeRange.union(others.map { $0.clamped(to: self) }) {
            if hole.start > next { left.append(TimeRange(next, hole.start)) }
            next = hole.end
        }
        if next < end { left.append(TimeRange(next, end)) }
        return left
    }
}
