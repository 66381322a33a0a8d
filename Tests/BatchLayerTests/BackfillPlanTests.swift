import BatchLayer
import Candles
import TestSupport
import Testing

@Suite("Backfill plan")
struct BackfillPlanTests {
    static let now = time("2025-06-29T12:30:40Z")
    static let days = SeriesKey(bitcoin, .d1)

    static func plan(
        _ wanted: BackfillRequest.SeriesRange, held: [OpenTime] = [], answers: [Coverage.Answer] = [],
        damaged: [TimeRange] = [], listing: BackfillPlan.Listing? = nil, now: OpenTime = now
    ) -> BackfillPlan {
        BackfillPlan(
            SeriesKey(bitcoin, wanted.interval), wanted: wanted, held: held, coverage: Coverage(answers),
            damaged: damaged, listing: listing, now: now)
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

    @Test("Two holes that fit one answer are one request, two that do not stay apart")
    func merging() {
        let all = Self.daily("2019-01-01", "2025-06-29")
        let near = all.filter { $0 != time("2025-01-01") && $0 != time("2025-02-01") }
        let wanted = BackfillRequest.SeriesRange(.d1, from: time("2019-01-01"), to: time("2025-06-01"))
        #expect(Self.plan(wanted, held: near).steps.map(\.slots) == [32])
        let far = all.filter { $0 != time("2020-01-01") && $0 != time("2025-02-01") }
        #expect(Self.plan(wanted, held: far).steps.map(\.slots) == [1, 1])
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
        "Every open question is asked once, and nothing known but between merged steps",
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
        let plan = BackfillPlan(
            SeriesKey(bitcoin, interval), wanted: .init(interval, from: start, to: to), held: heldNow,
            coverage: Coverage(answers), now: now, pageLimit: pageLimit)

        let finder = GapFinder(interval: interval, held: heldNow, coverage: Coverage(answers))
        let running = interval.slot(containing: now)
        var open: Set<OpenTime> = []
        var gapRequests = 0
        let end = min(to ?? interval.slot(after: now), interval.slot(after: now))
        for gap in finder.gaps(in: TimeRange(start, min(end, running))) where gap.reason.isOpenQuestion {
            open.formUnion(Self.slots(gap.range, interval))
            gapRequests += (gap.count + pageLimit - 1) / pageLimit
        }
        if running >= start, running < end {
            open.insert(running)
            gapRequests += 1
        }
        var asked: [OpenTime] = []
        for step in plan.steps {
            let covered = Self.slots(step.range, interval)
            #expect(covered.count == step.slots)
            #expect(covered.first.map(open.contains) == true && covered.last.map(open.contains) == true)
            asked += covered
        }
        #expect(Set(asked).count == asked.count, "a slot is asked for twice")
        #expect(open.isSubset(of: asked), "an open question is not asked")
        #expect(plan.requestCount <= gapRequests, "merging must not cost requests")
        if Set(asked) != open {
            #expect(plan.requestCount < gapRequests, "known slots are asked only to save requests")
        }
    }

    static func slots(_ range: TimeRange, _ interval: Interval) -> [OpenTime] {
        Array(sequence(first: range.start) { interval.slot(after: $0) }.prefix { $0 < range.end })
    }
}
