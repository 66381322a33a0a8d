public import Candles

/// What has to be fetched of one series so that nothing of the range asked for is an open question.
///
/// The plan asks for every open question once and for nothing that is known: a held closed candle, an outage, the
/// time before the listing, or a series that had no data for a week. The one exception is the running candle, which
/// is asked for when the range reaches it, unless that was done less than ``freshness`` ago. Each stretch is fetched
/// from where it takes the least time, see ``FetchCost``.
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

    let choice: SourceChoice

    /// How long an answer about the running candle, or one that the exchange had nothing, stands: a minute.
    public static let freshness: Int64 = 60_000

    /// What is known of a series before anything is fetched.
    public struct Known: Hashable, Sendable {
        /// The runs of slots that hold a closed candle, ascending, no two of which touch.
        public var held: [TimeRange]
        /// What the exchange was asked so far.
        public var coverage: Coverage
        /// The ranges whose candles cannot be read; they are fetched whatever the coverage says.
        public var damaged: [TimeRange]

        /// What is known.
        public init(held: [TimeRange] = [], coverage: Coverage = Coverage(), damaged: [TimeRange] = []) {
            self.held = held
            self.coverage = coverage
            self.damaged = damaged
        }
    }

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
    ///   - known: What is held, and what the exchange was asked so far.
    ///   - listing: The answer for the first candle, if it was asked for in this run.
    ///   - now: The exchange's time.
    ///   - source: From where candles of the past are fetched.
    ///   - pageLimit: The number of candles in a full answer.
    /// - Complexity: O(*r* + *a* + *s*) for *r* runs held, *a* answers and *s* steps.
    public init(
        _ key: SeriesKey, wanted: BackfillRequest.SeriesRange, known: Known, listing: Listing? = nil,
        now: OpenTime, source: BackfillRequest.Source = .auto, pageLimit: Int = 1000
    ) {
        precondition(pageLimit > 0, "a page must hold at least one candle, was \(pageLimit)")
        let interval = key.interval
        let ended = wanted.to.map { min(interval.slot(atOrAfter: $0), interval.slot(after: now)) }
        let end = ended ?? interval.slot(after: now)
        let start = Self.start(wanted.from, known, listing: listing, interval: interval)
        self.key = key
        self.pageLimit = pageLimit
        range = TimeRange(start ?? end, end)
        choice = SourceChoice(
            calendar: ArchiveCalendar(key: key, now: now), preference: source, pageLimit: pageLimit,
            floor: Self.floor(known))
        guard listing != .nothing, let start, start < end else {
            steps = []
            needsListing =
                wanted.from == nil && listing == nil && known.coverage.answer(at: Self.origin) == nil
            return
        }
        let pieces = Self.pieces(wanted, known, TimeRange(start, end), now: now, interval: interval)
        steps = Self.steps(pieces, choice, interval)
        // Files from before the listing would be asked for in vain, each of them; a few are no harm.
        let early = steps.count { step in
            step.source != .rest && known.held.first.map { step.range.start < $0.start } ?? true
        }
        needsListing =
            listing == nil && known.coverage.answer(at: Self.origin) == nil
            && (wanted.from == nil || early > Self.harmless)
    }

    /// How many files may be asked for in vain before it is worth a question when the series began.
    private static let harmless = 4

    /// The time that the question for the first candle starts from.
    static let origin = OpenTime(milliseconds: 0)

    /// Whether everything asked for is known already, but for the running candle's latest values.
    public var isNothingMissing: Bool { !needsListing && steps.allSatisfy { $0.reasons == [.running] } }

    /// The number of candles to expect at most.
    public var slots: Int { steps.reduce(0) { $0 + $1.slots } }

    /// What the plan takes, if every slot has a candle; the question for the first candle is not counted.
    public var cost: FetchCost { steps.reduce(.zero) { $0 + $1.cost(pageLimit: pageLimit) } }

    /// The number of requests that the plan takes, if every slot has a candle; the listing's is not counted.
    public var requestCount: Int { cost.requests }

    /// A stretch with one reason, before stretches are joined and cut.
    struct Piece: Hashable, Sendable {
        let range: TimeRange
        let reason: BackfillStep.Reason
    }

    /// The open questions of a range, each with its reason.
    private static func pieces(
        _ wanted: BackfillRequest.SeriesRange, _ known: Known, _ range: TimeRange, now: OpenTime,
        interval: Interval
    ) -> [Piece] {
        let running = interval.slot(containing: now)
        let closed = TimeRange(range.start, min(range.end, running))
        var pieces: [Piece] = []
        if wanted.isRefetch {
            if !closed.isEmpty { pieces.append(Piece(range: closed, reason: .refetch)) }
        } else {
            let finder = GapFinder(interval: interval, runs: known.held, coverage: known.coverage)
            for gap in finder.gaps(in: closed) where gap.reason.isOpenQuestion {
                guard gap.reason != .notYetKnown || !isFresh(gap.range.start, known.coverage, now) else {
                    continue
                }
                pieces.append(Piece(range: gap.range, reason: reason(of: gap, held: known.held)))
            }
            for damaged in known.damaged {
                let slots = slots(of: damaged, interval).clamped(to: closed)
                if !slots.isEmpty { pieces.append(Piece(range: slots, reason: .damaged)) }
            }
        }
        if running >= range.start, running < range.end,
            wanted.isRefetch || !isFresh(running, known.coverage, now)
        {
            let slot = TimeRange(running, interval.slot(after: running))
            pieces.append(Piece(range: slot, reason: .running))
        }
        return pieces
    }

    /// Whether the exchange was asked about a slot only just now.
    private static func isFresh(_ slot: OpenTime, _ coverage: Coverage, _ now: OpenTime) -> Bool {
        coverage.answer(at: slot).map { now - $0.answeredAt < freshness } ?? false
    }

    /// Joins pieces that touch into stretches, and cuts those by source.
    static func steps(_ pieces: [Piece], _ choice: SourceChoice, _ interval: Interval) -> [BackfillStep] {
        let pieces = pieces.sorted { $0.range.start < $1.range.start }
        var result: [BackfillStep] = []
        var next = pieces.startIndex
        for stretch in TimeRange.union(pieces.map(\.range)) {
            for part in choice.parts(of: stretch) {
                while next < pieces.endIndex, pieces[next].range.end <= part.range.start { next += 1 }
                var reasons: [BackfillStep.Reason] = []
                for piece in pieces[next...] {
                    guard piece.range.start < part.range.end else { break }
                    let isInside = piece.range.end > part.range.start
                    if isInside, !reasons.contains(piece.reason) { reasons.append(piece.reason) }
                }
                result.append(BackfillStep(part.range, interval, reasons: reasons, source: part.source))
            }
        }
        return result
    }

    /// The first slot of the range, or nil while it is not known.
    private static func start(
        _ from: OpenTime?, _ known: Known, listing: Listing?, interval: Interval
    ) -> OpenTime? {
        if let from { return interval.slot(atOrAfter: from) }
        if case .first(let first) = listing { return interval.slot(containing: first) }
        let firstHeld = known.held.first?.start
        let answered = answeredPrefix(of: known.coverage)
        // Nothing before the first held candle is missing only as far as the exchange has answered for it.
        var start = answered == origin ? firstHeld : firstHeld.map { min($0, answered) } ?? origin
        // An answer that ends before the moment at which it was given ends where the first candle begins.
        if firstHeld == nil, let answer = known.coverage.answer(at: answered - 1),
            answered < interval.slot(containing: answer.answeredAt)
        {
            start = answered
        }
        for range in known.damaged {
            let damagedStart = interval.slot(containing: range.start)
            start = min(start ?? damagedStart, damagedStart)
        }
        return start
    }

    /// The time before which the series is known to have nothing.
    private static func floor(_ known: Known) -> OpenTime {
        let answered = answeredPrefix(of: known.coverage)
        let held = ([known.held.first?.start] + known.damaged.map(\.start)).compactMap { $0 }.min()
        return min(answered, held ?? answered)
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

    private static func reason(of gap: Gap, held: [TimeRange]) -> BackfillStep.Reason {
        guard gap.reason != .notYetKnown else { return .askedAgain }
        guard let first = held.first, let last = held.last else { return .neverFetched }
        if gap.range.start >= last.end { return .tail(since: gap.range.start) }
        return gap.range.end <= first.start ? .head : .hole(milliseconds: gap.range.length)
    }
}
