public import Candles

/// What has to be fetched of one series so that nothing of the range asked for is an open question.
///
/// The plan asks for every open question once and for nothing that is known: a held closed candle, an outage,
/// the time before the listing, or a series that had no data for a week. Two exceptions, both to save
/// requests: the running candle is always asked for when the range reaches it, and what lies between two
/// stretches is asked for again where one request for all is cheaper than one for each.
public struct BackfillPlan: Hashable, Sendable {
    /// The series.
    public let key: SeriesKey
    /// The range that is planned, in whole slots, the running one included; empty if nothing of it has begun.
    public let range: TimeRange
    /// Whether the first candle must be asked for before the range is known; the steps are then what is known
    /// so far.
    public let needsListing: Bool
    /// What to fetch, oldest first.
    public let steps: [BackfillStep]
    /// The number of candles that the exchange returns at most to one request.
    public let pageLimit: Int

    /// What the exchange answered to the question for the first candle of a series.
    public enum Listing: Hashable, Sendable {
        /// The first candle begins at this time.
        case first(OpenTime)
        /// There is no candle at all.
        case nothing
    }

    /// Plans a range of a series.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - wanted: The range asked for.
    ///   - held: The open times of the closed candles that are held, ascending.
    ///   - coverage: What the exchange was asked so far.
    ///   - damaged: Ranges whose candles cannot be read; they are fetched whatever the coverage says.
    ///   - listing: The answer for the first candle, if it was asked for in this run.
    ///   - now: The exchange's time.
    ///   - pageLimit: The number of candles in a full answer.
    /// - Complexity: O(*h* + *a*) for *h* held candles and *a* answers.
    public init(
        _ key: SeriesKey, wanted: BackfillRequest.SeriesRange, held: [OpenTime], coverage: Coverage,
        damaged: [TimeRange] = [], listing: Listing? = nil, now: OpenTime, pageLimit: Int = 1000
    ) {
        precondition(pageLimit > 0, "a page must hold at least one candle, was \(pageLimit)")
        let interval = key.interval
        let running = interval.slot(containing: now)
        let end = wanted.to.map { min(interval.slot(atOrAfter: $0), interval.slot(after: now)) }
        let planEnd = end ?? interval.slot(after: now)
        let start = Self.start(
            wanted.from, held: held, coverage: coverage, damaged: damaged, listing: listing,
            interval: interval)
        self.key = key
        self.pageLimit = pageLimit
        range = TimeRange(start ?? planEnd, planEnd)
        needsListing = wanted.from == nil && listing == nil && coverage.answer(at: Self.origin) == nil
        guard listing != .nothing, let start, start < planEnd else {
            steps = []
            return
        }
        let finder = GapFinder(interval: interval, held: held, coverage: coverage)
        let closed = TimeRange(start, min(planEnd, running))
        var pieces = finder.gaps(in: closed).filter(\.reason.isOpenQuestion).map { gap in
            Piece(gap.range, Self.reason(of: gap, held: held))
        }
        for range in damaged.map({ Self.slots(of: $0, interval).clamped(to: closed) }) where !range.isEmpty {
            pieces.append(Piece(range, .damaged))
        }
        if wanted.isRefetch, !closed.isEmpty { pieces = [Piece(closed, .refetch)] }
        if running >= start, running < planEnd {
            pieces.append(Piece(TimeRange(running, interval.slot(after: running)), .running))
        }
        steps = Self.merged(pieces, interval: interval, pageLimit: pageLimit)
    }

    /// The time that the question for the first candle starts from.
    static let origin = OpenTime(milliseconds: 0)

    /// Whether everything asked for is known already, but for the running candle's latest values.
    public var isNothingMissing: Bool { !needsListing && steps.allSatisfy { $0.reasons == [.running] } }

    /// The number of candles to expect at most.
    public var slots: Int { steps.reduce(0) { $0 + $1.slots } }

    /// The number of requests that the plan takes, if every slot has a candle; the listing's is not counted.
    public var requestCount: Int {
        steps.reduce(0) { $0 + Self.requests(for: $1.range, key.interval, pageLimit) }
    }

    /// A stretch with one reason, before stretches are merged.
    private struct Piece {
        var range: TimeRange
        var reasons: [BackfillStep.Reason]

        init(_ range: TimeRange, _ reason: BackfillStep.Reason) {
            self.range = range
            reasons = [reason]
        }
    }

    /// The first slot of the range, or nil while it is not known.
    private static func start(
        _ from: OpenTime?, held: [OpenTime], coverage: Coverage, damaged: [TimeRange], listing: Listing?,
        interval: Interval
    ) -> OpenTime? {
        if let from { return interval.slot(atOrAfter: from) }
        if case .first(let first) = listing { return interval.slot(containing: first) }
        let firstHeld = held.first.map { interval.slot(containing: $0) }
        let answeredEnd = answeredPrefix(of: coverage)
        // Nothing before the first held candle is missing only as far as the exchange has answered for it.
        var start = answeredEnd == origin ? firstHeld : firstHeld.map { min($0, answeredEnd) } ?? origin
        for range in damaged {
            let damagedStart = interval.slot(containing: range.start)
            start = min(start ?? damagedStart, damagedStart)
        }
        return start
    }

    /// Up to when the exchange has answered without a hole, counted from 1970.
    private static func answeredPrefix(of coverage: Coverage) -> OpenTime {
        var end = origin
        for answer in coverage.answers where answer.range.start <= end { end = max(end, answer.range.end) }
        return end
    }

    private static func slots(of range: TimeRange, _ interval: Interval) -> TimeRange {
        TimeRange(interval.slot(containing: range.start), interval.slot(atOrAfter: range.end))
    }

    private static func reason(of gap: Gap, held: [OpenTime]) -> BackfillStep.Reason {
        guard gap.reason != .notYetKnown else { return .askedAgain }
        guard let first = held.first, let last = held.last else { return .neverFetched }
        if gap.range.start > last { return .tail(since: gap.range.start) }
        return gap.range.end <= first ? .head : .hole(milliseconds: gap.range.length)
    }

    private static func merged(_ pieces: [Piece], interval: Interval, pageLimit: Int) -> [BackfillStep] {
        var result: [Piece] = []
        for piece in pieces.sorted(by: { $0.range.start < $1.range.start }) {
            guard let last = result.last else {
                result.append(piece)
                continue
            }
            let whole = TimeRange(last.range.start, max(last.range.end, piece.range.end))
            let apart =
                requests(for: last.range, interval, pageLimit)
                + requests(for: piece.range, interval, pageLimit)
            guard piece.range.start <= last.range.end || requests(for: whole, interval, pageLimit) < apart
            else {
                result.append(piece)
                continue
            }
            let known = last.reasons
            result[result.count - 1].range = whole
            result[result.count - 1].reasons += piece.reasons.filter { !known.contains($0) }
        }
        return result.map {
            BackfillStep(range: $0.range, slots: interval.slotCount(in: $0.range), reasons: $0.reasons)
        }
    }

    private static func requests(for range: TimeRange, _ interval: Interval, _ pageLimit: Int) -> Int {
        max(1, (interval.slotCount(in: range) + pageLimit - 1) / pageLimit)
    }
}
