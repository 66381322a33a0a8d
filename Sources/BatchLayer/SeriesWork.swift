import Binance
import Candles

/// The whole work on one series: the question for its first candle, if needed, then the plan step by step.
///
/// It is pure: told answers, it says what the exchange has answered for and what to ask next. Several questions may
/// be on their way at the same time; the answers may come in any order. A file of the archive speaks only for the
/// candles that it has, for files have been published too early: what is missing in it is asked of REST. So is what a
/// page leaves open that is shorter than it could be.
struct SeriesWork: Sendable {
    let key: SeriesKey
    let wanted: BackfillRequest.SeriesRange
    let now: OpenTime
    /// The first plan; it says what was missing before anything was fetched.
    let firstPlan: BackfillPlan
    /// The plan carried out, complete once the first candle is known.
    private(set) var plan: BackfillPlan
    /// The closed candles received.
    private(set) var fetched = 0
    /// The questions asked of REST.
    private(set) var pages = 0
    /// The steps that nobody has begun, oldest first.
    private(set) var pending: [BackfillStep]

    private var known: BackfillPlan.Known
    private var choice: SourceChoice
    private let source: BackfillRequest.Source
    private var inFlight = 0
    /// The instants from which it is to be asked where the next candle is, before anything else.
    private var probes: [OpenTime] = []
    private var isStopped = false

    init(
        _ key: SeriesKey, wanted: BackfillRequest.SeriesRange, known: BackfillPlan.Known, now: OpenTime,
        source: BackfillRequest.Source, pageLimit: Int
    ) {
        self.key = key
        self.wanted = wanted
        self.known = known
        self.now = now
        self.source = source
        plan = BackfillPlan(
            key, wanted: wanted, known: known, now: now, source: source, pageLimit: pageLimit)
        firstPlan = plan
        choice = plan.choice
        pending = plan.needsListing ? [] : plan.steps
    }

    /// Whether nothing is left to be asked or answered.
    var isDone: Bool { inFlight == 0 && (isStopped || (pending.isEmpty && !plan.needsListing)) }

    /// What the steps take that nobody has begun.
    var costLeft: FetchCost {
        isStopped ? .zero : pending.reduce(.zero) { $0 + $1.cost(pageLimit: plan.pageLimit) }
    }

    /// What a question takes.
    func cost(of task: FetchTask) -> FetchCost {
        switch task {
        case .listing, .probe: .rest(slots: 1)
        case .page: .rest(slots: 1, pageLimit: plan.pageLimit)
        case .archive(_, let range): .archive(slots: key.interval.slotCount(in: range))
        }
    }

    /// Chooses the next question, which counts as on its way from then on.
    ///
    /// - Parameters:
    ///   - archives: Whether a file may be asked for.
    ///   - pages: Whether REST may be asked.
    /// - Returns: The question, or nil if there is none now.
    mutating func next(archives: Bool, pages: Bool) -> FetchTask? {
        guard !isStopped, let task = choose(archives: archives, pages: pages) else { return nil }
        inFlight += 1
        return task
    }

    private mutating func choose(archives: Bool, pages: Bool) -> FetchTask? {
        if plan.needsListing {
            return pages && inFlight == 0 ? .listing : nil
        }
        probes.removeAll { probe in !pending.contains { $0.range.start == probe } }
        if let probe = probes.min() {
            // Everything else waits: the answer may make most of it needless.
            return pages && inFlight == 0 ? .probe(contiguous(from: probe)) : nil
        }
        for (index, step) in pending.enumerated() {
            switch step.source {
            case .archive(let file):
                guard archives else { continue }
                pending.remove(at: index)
                return .archive(file, step.range)
            case .rest:
                guard pages else { continue }
                return .page(takePage(from: index))
            }
        }
        return nil
    }

    /// Takes as many slots off a step as fit into a page.
    private mutating func takePage(from index: Int) -> TimeRange {
        let step = pending[index]
        guard step.slots > plan.pageLimit else {
            pending.remove(at: index)
            return step.range
        }
        let interval = key.interval
        let first = interval.slot(containing: step.range.start)
        let end =
            interval.milliseconds.map { first + Int64(plan.pageLimit) * $0 }
            ?? (0..<plan.pageLimit).reduce(first) { time, _ in interval.slot(after: time) }
        pending[index] = BackfillStep(
            TimeRange(end, step.range.end), interval, reasons: step.reasons, source: .rest)
        return TimeRange(step.range.start, end)
    }

    /// The pending slots that follow each other from an instant on.
    private func contiguous(from start: OpenTime) -> TimeRange {
        var end = start
        for step in pending where step.range.start == end { end = step.range.end }
        return TimeRange(start, end)
    }

    /// The query behind a question, or nil for a file.
    func query(_ task: FetchTask) -> KlineQuery? {
        switch task {
        case .listing: KlineQuery(key, from: BackfillPlan.origin, to: nil, limit: 1, now: now)
        case .probe(let range): KlineQuery(key, from: range.start, to: range.end - 1, limit: 1, now: now)
        case .page(let range):
            // One more than there are slots shows whether the answer is all that there is.
            KlineQuery(
                key, from: range.start, to: range.end - 1,
                limit: min(
                    plan.pageLimit,
                    key.interval.slotCount(
                        in: TimeRange(key.interval.slot(containing: range.start), range.end)) + 1),
                now: now)
        case .archive: nil
        }
    }

    // MARK: Answers

    /// Takes in the answer of REST to a question.
    ///
    /// - Parameters:
    ///   - task: The question.
    ///   - times: The open times of the candles of the answer, the running one included, oldest first.
    ///   - closed: The number of closed candles among them.
    /// - Returns: What the exchange has answered for.
    /// - Throws: ``BatchError/unexpectedCandle(_:_:asked:)`` for candles that were not asked for or are out of
    ///   order. The question then counts as not answered.
    mutating func receive(_ task: FetchTask, times: [OpenTime], closed: Int) throws(BatchError) -> [TimeRange]
    {
        inFlight -= 1
        pages += 1
        switch task {
        case .archive: return []
        case .listing: return [listed(times.first)]
        case .probe(let range):
            try check(times, asked: range)
            return [probed(range, times.first)]
        case .page(let range):
            try check(times, asked: range)
            fetched += closed
            return [paged(range, last: times.last)]
        }
    }

    private mutating func listed(_ first: OpenTime?) -> TimeRange {
        let range = TimeRange(BackfillPlan.origin, key.interval.slot(containing: min(first ?? now, now)))
        known.coverage.add(Coverage.Answer(range: range, answeredAt: now))
        plan = BackfillPlan(
            key, wanted: wanted, known: known, listing: first.map { .first($0) } ?? .nothing, now: now,
            source: source, pageLimit: plan.pageLimit)
        choice = plan.choice
        pending = plan.steps
        return range
    }

    private mutating func probed(_ range: TimeRange, _ first: OpenTime?) -> TimeRange {
        probes.removeAll { range.contains($0) }
        let end = first.map { key.interval.slot(containing: $0) } ?? range.end
        let empty = TimeRange(range.start, max(range.start, end))
        let pieces = pending.flatMap { step in
            step.reasons.prefix(1).map {
                let isInside = step.range.start >= empty.start && step.range.start < empty.end
                let start = isInside ? empty.end : step.range.start
                return BackfillPlan.Piece(range: TimeRange(start, step.range.end), reason: $0)
            }
        }
        pending = BackfillPlan.steps(pieces.filter { !$0.range.isEmpty }, choice, key.interval)
        return empty
    }

    private mutating func paged(_ range: TimeRange, last: OpenTime?) -> TimeRange {
        guard let last else {
            // Where a page has nothing, the next ones may have nothing either: one question tells.
            if let next = pending.first(where: { $0.range.start >= range.end }) {
                let rest = contiguous(from: next.range.start)
                if key.interval.slotCount(in: rest) > plan.pageLimit { probes.append(rest.start) }
            }
            return range
        }
        guard key.interval.slot(after: last) < range.end else { return range }
        insert(TimeRange(last + 1, range.end), reason: .tail(since: last + 1))
        return TimeRange(range.start, last + 1)
    }

    /// Takes in a file of the archive.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - range: The time that was wanted of it.
    ///   - runs: The runs of slots for which the file has a candle.
    ///   - candles: The number of candles in it.
    /// - Returns: What the exchange has answered for.
    mutating func receive(
        _ file: ArchiveFile, _ range: TimeRange, runs: [TimeRange], candles: Int
    ) -> [TimeRange] {
        inFlight -= 1
        fetched += candles
        let covered = runs.map { $0.clamped(to: range) }.filter { !$0.isEmpty }
        for hole in GapFinder(interval: key.interval, runs: covered, coverage: Coverage()).missing(in: range)
        {
            insert(hole, reason: .notInArchive, isRestOnly: true)
        }
        return covered
    }

    /// Takes in that there is no such file: the range is planned again with what is left.
    mutating func absent(_ file: ArchiveFile, _ range: TimeRange) {
        inFlight -= 1
        choice.absent.insert(file)
        if case .month = file.period { probes.append(range.start) }
        insert(range, reason: .neverFetched)
    }

    /// Takes in that a file cannot be used: its range is asked of REST.
    mutating func refused(_ file: ArchiveFile, _ range: TimeRange) {
        inFlight -= 1
        insert(range, reason: .notInArchive, isRestOnly: true)
    }

    /// Takes in what was fetched for the series in another go.
    mutating func add(fetched: Int, pages: Int) {
        self.fetched += fetched
        self.pages += pages
    }

    /// Takes in that no file of the archive can be had in this run.
    mutating func giveUpArchives() {
        choice.preference = .rest
        let steps = pending
        pending = []
        for step in steps {
            insert(BackfillStep(step.range, key.interval, reasons: step.reasons, source: .rest))
        }
    }

    /// Takes in that a question got no answer.
    ///
    /// - Parameters:
    ///   - task: The question.
    ///   - stops: Whether the series is given up for this run.
    mutating func failed(_ task: FetchTask, stops: Bool) {
        inFlight -= 1
        if stops || plan.needsListing { isStopped = true }
        if case .probe = task { isStopped = true }
    }

    /// The time that a question is about.
    func range(of task: FetchTask) -> TimeRange {
        switch task {
        case .listing: plan.range.isEmpty ? TimeRange(BackfillPlan.origin, now) : plan.range
        case .probe(let range), .page(let range), .archive(_, let range): range
        }
    }

    /// Puts a range back among the pending steps, joined with what it touches.
    private mutating func insert(_ range: TimeRange, reason: BackfillStep.Reason, isRestOnly: Bool = false) {
        guard !range.isEmpty else { return }
        if isRestOnly { choice.restOnly = TimeRange.union(choice.restOnly + [range]) }
        let pieces = [BackfillPlan.Piece(range: range, reason: reason)]
        let parts = isRestOnly || range.start != key.interval.slot(containing: range.start)
        let added =
            parts
            ? [BackfillStep(range, key.interval, reasons: [reason], source: .rest)]
            : BackfillPlan.steps(pieces, choice, key.interval)
        for step in added { insert(step) }
    }

    private mutating func insert(_ step: BackfillStep) {
        let index = pending.firstIndex { $0.range.start >= step.range.start } ?? pending.endIndex
        guard step.source == .rest else { return pending.insert(step, at: index) }
        var (start, end, reasons) = (step.range.start, step.range.end, step.reasons)
        var replaced = index..<index
        if index > 0, pending[index - 1].source == .rest, pending[index - 1].range.end == start {
            (start, reasons) = (pending[index - 1].range.start, pending[index - 1].reasons)
            replaced = index - 1..<index
        }
        if index < pending.endIndex, pending[index].source == .rest, pending[index].range.start == end {
            end = pending[index].range.end
            replaced = replaced.lowerBound..<index + 1
        }
        let joined = BackfillStep(TimeRange(start, end), key.interval, reasons: reasons, source: .rest)
        pending.replaceSubrange(replaced, with: [joined])
    }

    private func check(_ times: [OpenTime], asked: TimeRange) throws(BatchError) {
        var floor = asked.start
        for time in times {
            guard time >= floor, time < asked.end else { throw .unexpectedCandle(key, time, asked: asked) }
            floor = time + 1
        }
    }
}
