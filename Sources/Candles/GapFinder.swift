/// Finds the candles that are missing from a range, and why.
///
/// An empty answer strictly between two held candles is an outage; left of the first it is before the listing; right
/// of the last it is not yet known, and after ``patience`` milliseconds no data.
public struct GapFinder: Sendable {
    /// The length of the candles.
    public let interval: Interval
    /// The open times that are held, ascending; off-grid times count for the slot that holds them.
    public let held: [OpenTime]
    /// What the exchange was asked.
    public let coverage: Coverage

    /// How old an empty answer about a slot must be, counted from the slot's end, to be believed: seven days.
    public static let patience: Int64 = 7 * UTCDay.milliseconds

    /// A finder for one series.
    public init(interval: Interval, held: [OpenTime], coverage: Coverage) {
        self.interval = interval
        self.held = held
        self.coverage = coverage
    }

    /// The gaps inside a range, oldest first.
    ///
    /// - Parameter range: The range looked at; its end is usually the start of the running slot.
    /// - Returns: Runs of missing slots with one reason each.
    /// - Complexity: O(*h* + *a*) for *h* held candles and *a* answers, plus O(slots) for months.
    public func gaps(in range: TimeRange) -> [Gap] {
        missing(in: range).flatMap { split($0) }
    }

    /// The runs of slots in a range that hold no candle.
    public func missing(in range: TimeRange) -> [TimeRange] {
        var result: [TimeRange] = []
        var next = interval.slot(atOrAfter: range.start)
        for time in held where time >= next && time < range.end {
            let slot = interval.slot(containing: time)
            if slot > next { result.append(TimeRange(next, slot)) }
            next = interval.slot(after: time)
        }
        let end = interval.slot(atOrAfter: range.end)
        if next < end { result.append(TimeRange(next, end)) }
        return result
    }

    /// Cuts a run of missing slots where the reason changes.
    private func split(_ run: TimeRange) -> [Gap] {
        var gaps: [Gap] = []
        var start = run.start
        while start < run.end {
            let reason = reason(at: start)
            var end = boundary(after: start, in: run)
            while end < run.end, self.reason(at: end) == reason { end = boundary(after: end, in: run) }
            let range = TimeRange(start, end)
            gaps.append(Gap(range: range, count: interval.slotCount(in: range), reason: reason))
            start = end
        }
        return gaps
    }

    /// The next slot at which the answer can be another one: where an answer begins or ends, or patience ran out.
    private func boundary(after time: OpenTime, in run: TimeRange) -> OpenTime {
        var edges = coverage.answers.flatMap { [$0.range.start, $0.range.end] }
        if let answer = coverage.answer(at: time) { edges.append(answer.answeredAt - Self.patience) }
        let slots = edges.map { interval.slot(atOrAfter: $0) }.filter { $0 > time && $0 < run.end }
        return slots.min() ?? run.end
    }

    private func reason(at slot: OpenTime) -> Gap.Reason {
        // A slot is answered for only if the whole of it had passed when the exchange was asked.
        guard let answer = coverage.answer(at: slot), interval.slot(after: slot) <= answer.answeredAt else {
            return .notFetched
        }
        guard let first = held.first, let last = held.last, slot <= last else {
            return interval.slot(after: slot) + Self.patience <= answer.answeredAt ? .noData : .notYetKnown
        }
        return slot < first ? .beforeListing : .outage
    }
}
