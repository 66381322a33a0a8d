/// Finds the candles that are missing from a range, and why.
///
/// An empty answer strictly between two held candles is an outage; left of the first it is before the listing; right
/// of the last it is not yet known, and after ``patience`` milliseconds no data. What else is known of the series
/// makes some reasons more exact: failed questions, candles off the grid, and whether the symbol is traded.
///
///     var finder = GapFinder(interval: .m1, runs: runs, coverage: coverage)
///     finder.trading = .ended
///     for gap in finder.gaps(in: range) { print(gap.range, gap.reason) }
public struct GapFinder: Sendable {
    /// The length of the candles.
    public let interval: Interval
    /// The runs of slots that hold a closed candle, ascending, no two of which touch.
    public let held: [TimeRange]
    /// What the exchange was asked.
    public let coverage: Coverage
    /// What was asked for in vain and not answered since.
    public var failures: [TimeRange] = []
    /// The times of candles that are off the grid, from open to close, where they reach into slots that hold none.
    public var offGrid: [TimeRange] = []
    /// Whether the symbol is traded now.
    public var trading = Trading.open

    /// Whether a symbol is traded.
    public enum Trading: Hashable, Sendable {
        /// It is, or nobody knows.
        case open
        /// Trading is halted and may go on.
        case halted
        /// Trading has ended.
        case ended
    }

    /// How old an empty answer about a slot must be, counted from the slot's end, to be believed: seven days.
    public static let patience: Int64 = 7 * UTCDay.milliseconds

    /// A finder for one series.
    ///
    /// - Parameters:
    ///   - interval: The length of the candles.
    ///   - runs: The runs of slots that hold a closed candle, ascending, no two of which touch.
    ///   - coverage: What the exchange was asked.
    public init(interval: Interval, runs: [TimeRange], coverage: Coverage) {
        self.interval = interval
        held = runs
        self.coverage = coverage
    }

    /// A finder for one series whose open times are known; off-grid times count for the slot that holds them.
    ///
    /// - Parameters:
    ///   - interval: The length of the candles.
    ///   - held: The open times of the closed candles, ascending.
    ///   - coverage: What the exchange was asked.
    /// - Complexity: O(candles).
    public init(interval: Interval, held: [OpenTime], coverage: Coverage) {
        self.init(interval: interval, runs: Self.runs(of: held, interval), coverage: coverage)
    }

    /// The runs of slots that some candles fill.
    ///
    /// - Parameters:
    ///   - times: Open times, ascending.
    ///   - interval: The length of the candles.
    /// - Returns: Runs of whole slots, ascending, no two of which touch.
    public static func runs(of times: some Sequence<OpenTime>, _ interval: Interval) -> [TimeRange] {
        var runs: [TimeRange] = []
        for time in times {
            let slot = interval.slot(containing: time)
            let end = interval.slot(after: slot)
            if let last = runs.last, last.end >= slot {
                runs[runs.count - 1] = TimeRange(last.start, max(last.end, end))
            } else {
                runs.append(TimeRange(slot, end))
            }
        }
        return runs
    }

    /// The gaps inside a range, oldest first.
    ///
    /// - Parameter range: The range looked at; its end is usually the start of the running slot.
    /// - Returns: Runs of missing slots with one reason each.
    /// - Complexity: O(*r* + *a* + *g* log *a*) for *r* runs, *a* answers and *g* gaps, plus O(slots) for months.
    public func gaps(in range: TimeRange) -> [Gap] {
        missing(in: range).flatMap { split($0) }
    }

    /// The runs of slots in a range that hold no candle.
    ///
    /// - Complexity: O(runs inside the range + log(runs)).
    public func missing(in range: TimeRange) -> [TimeRange] {
        var result: [TimeRange] = []
        var next = interval.slot(atOrAfter: range.start)
        let end = interval.slot(atOrAfter: range.end)
        for run in held.dropFirst(Self.index(of: next, in: held)) {
            guard run.start < end else { break }
            if run.start > next { result.append(TimeRange(next, run.start)) }
            next = max(next, run.end)
        }
        if next < end { result.append(TimeRange(next, end)) }
        return result
    }

    /// Cuts a run of missing slots where the reason changes.
    private func split(_ run: TimeRange) -> [Gap] {
        let edges = edges(in: run)
        var gaps: [Gap] = []
        var (start, reason) = (run.start, reason(at: run.start))
        func close(at end: OpenTime) {
            let range = TimeRange(start, end)
            gaps.append(Gap(range: range, count: interval.slotCount(in: range), reason: reason))
        }
        for edge in edges {
            let next = self.reason(at: edge)
            guard next != reason else { continue }
            close(at: edge)
            (start, reason) = (edge, next)
        }
        close(at: run.end)
        return gaps
    }

    /// The slots inside a run at which the reason can change, ascending.
    private func edges(in run: TimeRange) -> [OpenTime] {
        var edges: Set<OpenTime> = []
        for answer in coverage.answers(overlapping: run) {
            edges.insert(interval.slot(atOrAfter: answer.range.start))
            edges.insert(interval.slot(atOrAfter: answer.range.end))
            // Slots that had ended when it was answered, and those that had ended long before.
            edges.insert(interval.slot(containing: answer.answeredAt))
            edges.insert(interval.slot(containing: answer.answeredAt - Self.patience))
        }
        for failure in failures where failure.start < run.end && failure.end > run.start {
            edges.insert(interval.slot(atOrAfter: failure.start))
            edges.insert(interval.slot(atOrAfter: failure.end))
        }
        for candle in offGrid where candle.start < run.end && candle.end > run.start {
            edges.insert(interval.slot(containing: candle.start))
            edges.insert(interval.slot(atOrAfter: candle.end))
        }
        return edges.filter { $0 > run.start && $0 < run.end }.sorted()
    }

    private func reason(at slot: OpenTime) -> Gap.Reason {
        let end = interval.slot(after: slot)
        // A slot is answered for only if the whole of it had passed when the exchange was asked.
        guard let answer = coverage.answer(at: slot), end <= answer.answeredAt else {
            return failures.contains { $0.contains(slot) } ? .failed : .notFetched
        }
        let isOld = end + Self.patience <= answer.answeredAt
        guard let first = held.first, let last = held.last else { return isOld ? .noData : .notYetKnown }
        guard slot >= last.end else {
            guard slot >= first.start else { return .beforeListing }
            let isCut = offGrid.contains { $0.start < end && $0.end > slot }
            return isCut ? .offGrid : .outage
        }
        switch trading {
        case .open: return isOld ? .noData : .notYetKnown
        case .halted: return .halted
        case .ended: return isOld ? .afterDelisting : .halted
        }
    }

    /// The index of the first of some ascending ranges that ends after an instant.
    static func index(of time: OpenTime, in ranges: [TimeRange]) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].end > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
