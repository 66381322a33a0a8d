import Candles

/// The whole work on one series: the question for its first candle, if needed, then the plan page by page.
///
/// It is pure: told answers, it says what to write and what to ask next.
struct BackfillJob: Sendable {
    let key: SeriesKey
    let wanted: BackfillRequest.SeriesRange
    let now: OpenTime
    /// The first plan; it says what was missing before anything was fetched.
    let firstPlan: BackfillPlan
    /// The plan carried out, complete once the first candle is known.
    private(set) var plan: BackfillPlan
    private var listingRequests = 0
    private var progress: BackfillProgress
    private var known: Known

    /// What is known of a series before anything is fetched.
    struct Known: Hashable, Sendable {
        var held: [OpenTime] = []
        var coverage = Coverage()
        var damaged: [TimeRange] = []
    }

    init(_ key: SeriesKey, wanted: BackfillRequest.SeriesRange, known: Known, now: OpenTime, pageLimit: Int) {
        self.key = key
        self.wanted = wanted
        self.known = known
        self.now = now
        plan = BackfillPlan(
            key, wanted: wanted, held: known.held, coverage: known.coverage, damaged: known.damaged, now: now,
            pageLimit: pageLimit)
        firstPlan = plan
        progress = BackfillProgress(plan, now: now)
        if !plan.needsListing { self.known = Known() }
    }

    var fetched: Int { progress.fetched }
    var requests: Int { progress.requests + listingRequests }

    /// The next question, or nil when the series is done.
    var next: KlineQuery? {
        plan.needsListing
            ? KlineQuery(key, from: BackfillPlan.origin, to: nil, limit: 1, now: now) : progress.next
    }

    mutating func receive(
        closed: [ClosedCandle], running: OpenCandle?
    ) throws(BatchError) -> BackfillProgress.Addition {
        guard plan.needsListing else { return try progress.receive(closed: closed, running: running) }
        let first = closed.first?.openTime ?? running?.openTime
        listingRequests = 1
        let end = key.interval.slot(containing: min(first ?? now, now))
        let answer = Coverage.Answer(range: TimeRange(BackfillPlan.origin, end), answeredAt: now)
        known.coverage.add(answer)
        plan = BackfillPlan(
            key, wanted: wanted, held: known.held, coverage: known.coverage, damaged: known.damaged,
            listing: first.map { .first($0) } ?? .nothing, now: now, pageLimit: plan.pageLimit)
        known = Known()
        progress = BackfillProgress(plan, now: now)
        return BackfillProgress.Addition(versions: [], answer: answer)
    }
}
