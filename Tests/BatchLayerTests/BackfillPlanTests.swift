import Binance
import Candles
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Backfill plan")
struct BackfillPlanTests {
    static let now = time("2025-06-29T12:30:40Z")
    static let days = SeriesKey(bitcoin, .d1)

    static func plan(
        _ wanted: BackfillRequest.SeriesRange, held: [OpenTime] = [], answers: [Coverage.Answer] = [],
        damaged: [TimeRange] = [], listing: BackfillPlan.Listing? = nil, now: OpenTime = now,
        source: BackfillRequest.Source = .auto
    ) -> BackfillPlan {
        BackfillPlan(
            SeriesKey(bitcoin, wanted.interval), wanted: wanted,
            known: known(wanted.interval, held, answers, damaged: damaged), listing: listing, now: now,
            source: source)
    }

    static func known(
        _ interval: Interval, _ held: [OpenTime], _ answers: [Coverage.Answer], damaged: [TimeRange] = []
    ) -> BackfillPlan.Known {
        BackfillPlan.Known(
            held: GapFinder.runs(of: held, interval), coverage: Coverage(answers), damaged: damaged)
    }

    static func daily(_ from: String, _ to: String) -> [OpenTime] {
        stride(from: time(from).day, to: time(to).day, by: 1).map(\.start)
    }

    static func answered(_ from: String, _ to: String, at now: String) -> Coverage.Answer {
        Coverage.Answer(range: TimeRange(time(from), time(to)), answeredAt: time(now))
    }

    @Test("Nothing held: all of the range is one step, never fetched, and the running candle belongs to it")
    func neverFetched() {
        let plan = Self.plan(.init(.d1, from: time("2025-06-01")))
        #expect(plan.steps.map(\.range) == [TimeRange(time("2025-06-01"), time("2025-06-30"))])
        #expect(plan.steps.map(\.reasons) == [[.neverFetched, .running]])
        #expect(plan.steps.first?.slots == 29)
        #expect(!plan.needsListing && !plan.isNothingMissing)
    }

    @Test("From the listing with nothing known: the first candle is asked for before anything else")
    func listingUnknown() {
        let plan = Self.plan(.init(.d1))
        #expect(plan.needsListing && plan.steps.isEmpty && !plan.isNothingMissing)
    }

    @Test("The answer for the first candle sets the start of the range")
    func listingKnown() {
        let plan = Self.plan(.init(.d1), listing: .first(time("2025-06-20")))
        #expect(!plan.needsListing)
        #expect(plan.steps.map(\.range) == [TimeRange(time("2025-06-20"), time("2025-06-30"))])
    }

    @Test("A series that the exchange does not have is asked for nothing more in the same run")
    func listingNothing() {
        let plan = Self.plan(
            .init(.d1), answers: [Self.answered("1970-01-01", "2025-06-29", at: "2025-06-29T12:30:40Z")],
            listing: .nothing)
        #expect(plan.steps.isEmpty && !plan.needsListing && plan.isNothingMissing)
    }

    @Test("A hole inside, the tail and the words for them")
    func holeAndTail() {
        let held = Self.daily("2020-01-01", "2020-03-01") + Self.daily("2020-03-04", "2025-06-27")
        let plan = Self.plan(.init(.d1, from: time("2020-01-01")), held: held)
        #expect(
            plan.steps.map(\.description) == [
                "2020-03-01 to 2020-03-03, 3 candles: hole inside: 3 days",
                "2025-06-27 to 2025-06-29, 3 candles: tail since 2025-06-27; the running candle",
            ])
    }

    @Test(
        "What lies before the first held candle is fetched if nobody asked for it, and not if it was answered"
    )
    func head() {
        let held = Self.daily("2025-06-10", "2025-06-29")
        let wanted = BackfillRequest.SeriesRange(.d1, from: time("2025-06-01"), to: time("2025-06-20"))
        #expect(Self.plan(wanted, held: held).steps.map(\.reasons) == [[.head]])
        let answers = [Self.answered("2025-06-01", "2025-06-10", at: "2025-06-20")]
        #expect(Self.plan(wanted, held: held, answers: answers).steps.isEmpty)
    }

    @Test("A known outage, the time before the listing and a week without data are asked for never again")
    func knownIsNotAsked() {
        let held = Self.daily("2025-06-01", "2025-06-05") + Self.daily("2025-06-08", "2025-06-10")
        let plan = Self.plan(
            .init(.d1, from: time("2025-05-01"), to: time("2025-06-20")), held: held,
            answers: [Self.answered("2025-05-01", "2025-06-20", at: "2025-06-29")])
        #expect(plan.steps.isEmpty && plan.isNothingMissing)
    }

    @Test("An empty answer about the last days is asked for again, in words")
    func askedAgain() {
        let held = Self.daily("2025-06-01", "2025-06-26")
        let plan = Self.plan(
            .init(.d1, from: time("2025-06-01"), to: time("2025-06-29")), held: held,
            answers: [Self.answered("2025-06-01", "2025-06-29", at: "2025-06-29T01:00:00Z")])
        #expect(
            plan.steps.map(\.description) == [
                "2025-06-26 to 2025-06-28, 3 candles: asked again: the exchange had nothing yet"
            ])
    }

    @Test("With all held, one small step for the running candle, and none if the range ends before it")
    func runningCandle() {
        let held = Self.daily("2025-06-01", "2025-06-29")
        let plan = Self.plan(.init(.d1, from: time("2025-06-01")), held: held)
        #expect(plan.steps.map(\.reasons) == [[.running]])
        #expect(plan.requestCount == 1 && plan.isNothingMissing)
        let past = Self.plan(.init(.d1, from: time("2025-06-01"), to: time("2025-06-29")), held: held)
        #expect(past.steps.isEmpty && past.isNothingMissing)
    }

    @Test("Two holes stay apart, however near: what lies between them is never asked for again")
    func holesStayApart() {
        let all = Self.daily("2019-01-01", "2025-06-29")
        let near = all.filter { $0 != time("2025-01-01") && $0 != time("2025-01-03") }
        let wanted = BackfillRequest.SeriesRange(.d1, from: time("2019-01-01"), to: time("2025-06-01"))
        #expect(Self.plan(wanted, held: near).steps.map(\.slots) == [1, 1])
    }

    @Test("The running candle and an empty answer are not asked for again within a minute")
    func freshness() {
        let held = Self.daily("2025-06-01", "2025-06-26")
        let wanted = BackfillRequest.SeriesRange(.d1, from: time("2025-06-01"))
        let fresh = [Self.answered("2025-06-01", "2025-06-30", at: "2025-06-29T12:30:00Z")]
        #expect(Self.plan(wanted, held: held, answers: fresh).steps.isEmpty)
        let old = [Self.answered("2025-06-01", "2025-06-30", at: "2025-06-29T12:29:40Z")]
        #expect(Self.plan(wanted, held: held, answers: old).steps.map(\.slots) == [4])
    }

    @Test("What was damaged is fetched again although the exchange had answered for it")
    func damaged() {
        let held = Self.daily("2019-01-01", "2025-06-29")
        let plan = Self.plan(
            .init(.d1), held: held,
            answers: [Self.answered("1970-01-01", "2025-06-29", at: "2025-06-29T12:00:00Z")],
            damaged: [TimeRange(time("2018-01-01"), time("2019-01-01"))])
        #expect(plan.steps.first?.range == TimeRange(time("2018-01-01"), time("2019-01-01")))
        #expect(plan.steps.map(\.reasons) == [[.damaged], [.running]])
    }

    @Test("A refetch asks for all of the range, held or not")
    func refetch() {
        let plan = Self.plan(
            .init(.d1, from: time("2025-06-01"), to: time("2025-06-11"), isRefetch: true),
            held: Self.daily("2025-06-01", "2025-06-29"))
        #expect(plan.steps.map(\.slots) == [10])
        #expect(plan.steps.map(\.reasons) == [[.refetch]])
    }

    @Test("A range in the future is empty")
    func future() {
        let plan = Self.plan(.init(.m1, from: time("2025-07-01")))
        #expect(plan.steps.isEmpty && plan.range.isEmpty)
    }

    /// Property: the open questions, slot by slot, are what the steps cover, each once.
    @Test(
        "Every open question is asked exactly once, and nothing that is known",
        arguments: 0..<200 as Range<UInt64>)
    func coversEveryOpenQuestionOnce(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let interval: Interval = [.m1, .h1, .d1, .w1].randomElement(using: &random) ?? .m1
        let length = interval.milliseconds ?? 1
        let start = interval.slot(containing: time("2024-01-01"))
        let count = Int.random(in: 1...120, using: &random)
        let slots = (0..<count).map { start + Int64($0) * length }
        let density = Double.random(in: 0...1, using: &random)
        let held = slots.filter { _ in Double.random(in: 0...1, using: &random) < density }
        let now = start + Int64.random(in: 0...Int64(count + 20) * length, using: &random)
        let answers = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let first = Int64.random(in: 0...Int64(count), using: &random)
            let end = Int64.random(in: first...Int64(count), using: &random)
            return Coverage.Answer(
                range: TimeRange(start + first * length, start + end * length),
                answeredAt: start + Int64.random(in: 0...Int64(count) * length, using: &random))
        }
        let heldNow = held.filter { interval.slot(after: $0) <= now }
        let to = Bool.random(using: &random) ? nil : slots.randomElement(using: &random)
        let pageLimit = Int.random(in: 1...40, using: &random)
        let source = BackfillRequest.Source.allCases.randomElement(using: &random) ?? .auto
        let known = Self.known(interval, heldNow, answers)
        let plan = BackfillPlan(
            SeriesKey(bitcoin, interval), wanted: .init(interval, from: start, to: to), known: known,
            now: now,
            source: source, pageLimit: pageLimit)

        let finder = GapFinder(interval: interval, runs: known.held, coverage: known.coverage)
        let running = interval.slot(containing: now)
        var open: Set<OpenTime> = []
        let end = min(to ?? interval.slot(after: now), interval.slot(after: now))
        for gap in finder.gaps(in: TimeRange(start, min(end, running))) where gap.reason.isOpenQuestion {
            let answeredAt = known.coverage.answer(at: gap.range.start)?.answeredAt
            if gap.reason == .notYetKnown, let answeredAt, now - answeredAt < 60_000 { continue }
            open.formUnion(Self.slots(gap.range, interval))
        }
        let runningAt = known.coverage.answer(at: running)?.answeredAt
        if running >= start, running < end, runningAt.map({ now - $0 >= 60_000 }) ?? true {
            open.insert(running)
        }
        var asked: [OpenTime] = []
        for step in plan.steps {
            let covered = Self.slots(step.range, interval)
            #expect(covered.count == step.slots && !step.reasons.isEmpty)
            asked += covered
            guard case .archive(let file) = step.source else { continue }
            #expect(source != .rest && interval <= .d1)
            #expect(
                plan.choice.calendar.slots(of: file) == step.range, "all of a file is wanted, or none of it")
            #expect(plan.choice.calendar.isPublished(file))
        }
        #expect(Set(asked).count == asked.count, "a slot is asked for twice")
        #expect(asked == asked.sorted() && Set(asked) == open)
    }

    static func slots(_ range: TimeRange, _ interval: Interval) -> [OpenTime] {
        Array(sequence(first: range.start) { interval.slot(after: $0) }.prefix { $0 < range.end })
    }
}
