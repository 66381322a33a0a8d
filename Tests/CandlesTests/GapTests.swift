import Candles
import TestSupport
import Testing

@Suite("Gaps and coverage")
struct GapTests {
    private static func day(_ number: Int64) -> OpenTime {
        OpenTime(milliseconds: number * UTCDay.milliseconds)
    }

    private static func range(_ start: Int64, _ end: Int64) -> TimeRange { TimeRange(day(start), day(end)) }

    private func answer(_ start: Int64, _ end: Int64, at time: Int64) -> Coverage.Answer {
        Coverage.Answer(range: Self.range(start, end), answeredAt: Self.day(time))
    }

    @Test("Each run of missing candles has its reason")
    func reasons() {
        let held: [Int64] = [20_010, 20_011, 20_014, 20_015, 20_019]
        let coverage = Coverage([answer(20_000, 20_017, at: 20_025), answer(20_018, 20_027, at: 20_030)])
        let gaps = GapFinder(interval: .d1, held: held.map(Self.day), coverage: coverage)
            .gaps(in: Self.range(19_998, 20_030))
        let found = gaps.map {
            "\($0.range.start.day.number)..<\($0.range.end.day.number) \($0.reason.rawValue)"
        }
        #expect(
            found == [
                "19998..<20000 not fetched", "20000..<20010 before listing", "20012..<20014 outage",
                "20016..<20017 outage", "20017..<20018 not fetched", "20018..<20019 outage",
                "20020..<20023 no data",
                "20023..<20027 not yet known", "20027..<20030 not fetched",
            ])
        #expect(gaps.map(\.count) == [2, 10, 2, 1, 1, 1, 3, 4, 3])
    }

    @Test("Nothing is missing where everything is held")
    func complete() {
        let finder = GapFinder(
            interval: .d1, held: (0..<9).map { Self.day(20_000 + $0) }, coverage: Coverage())
        #expect(finder.gaps(in: Self.range(20_000, 20_009)).isEmpty)
        #expect(finder.gaps(in: Self.range(20_002, 20_005)).isEmpty)
    }

    @Test("A candle off the grid counts for the slot that holds it")
    func offGrid() {
        let hour: Int64 = 3_600_000
        let start = Self.day(17_571)
        let held = (0..<5).map { start + hour * $0 + 1_696_812 }
        let finder = GapFinder(interval: .h1, held: held, coverage: Coverage())
        #expect(finder.missing(in: TimeRange(start, start + 5 * hour)).isEmpty)
    }

    @Test("A slot that had not ended when the exchange answered is not covered")
    func running() {
        let coverage = Coverage([
            Coverage.Answer(range: Self.range(20_000, 20_001), answeredAt: Self.day(20_000) + 3_600_000)
        ])
        let finder = GapFinder(interval: .d1, held: [], coverage: coverage)
        #expect(finder.gaps(in: Self.range(20_000, 20_001)).map(\.reason) == [.notFetched])
    }

    @Test("What was asked for in vain has failed, until an answer comes")
    func failed() {
        let held = [20_000, 20_005].map(Self.day)
        var finder = GapFinder(
            interval: .d1, held: held, coverage: Coverage([answer(20_001, 20_002, at: 20_009)]))
        finder.failures = [Self.range(20_001, 20_003)]
        let gaps = finder.gaps(in: Self.range(20_000, 20_006))
        #expect(gaps.map(\.reason) == [.outage, .failed, .notFetched])
        #expect(gaps.map(\.count) == [1, 1, 2])
        #expect(Gap.Reason.failed.isFetchable && !Gap.Reason.outage.isFetchable)
    }

    @Test("After the last candle the state of the symbol says what an empty answer means")
    func trading() {
        let coverage = Coverage([answer(20_000, 20_030, at: 20_030)])
        var finder = GapFinder(interval: .d1, held: [Self.day(20_000)], coverage: coverage)
        func reasons() -> [String] {
            finder.gaps(in: Self.range(20_000, 20_030)).map { "\($0.count) \($0.reason.rawValue)" }
        }
        #expect(reasons() == ["22 no data", "7 not yet known"])
        finder.trading = .halted
        #expect(reasons() == ["29 halted"])
        finder.trading = .ended
        #expect(reasons() == ["22 after delisting", "7 halted"])
    }

    @Test(
        "A slot that a candle off the grid reaches into is off the grid; the outage before it stays an outage"
    )
    func offGridReason() {
        let hour: Int64 = 3_600_000
        let start = Self.day(17_571)
        let held = [0, 4, 6].map { start + hour * Int64($0) + ($0 == 4 ? 1_696_812 : 0) }
        let coverage = Coverage([answer(17_571, 17_572, at: 17_580)])
        var finder = GapFinder(interval: .h1, held: held, coverage: coverage)
        finder.offGrid = [TimeRange(held[1], held[1] + hour)]
        let gaps = finder.gaps(in: TimeRange(start, start + 7 * hour))
        #expect(gaps.map(\.reason) == [.outage, .offGrid] && gaps.map(\.count) == [3, 1])
    }

    /// Property: with runs the finder says the same, slot by slot, as a definition that looks at every slot.
    @Test("Runs of slots give the reasons that single slots give", arguments: 0..<200 as Range<UInt64>)
    func slotBySlot(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let held = (0..<60).filter { _ in Int.random(in: 0..<3, using: &random) > 0 }.map {
            Self.day(20_000 + $0)
        }
        let answers = (0..<5).map { _ in
            let start = Int64.random(in: 19_990..<20_060, using: &random)
            let at =
                Self.day(.random(in: 20_000..<20_080, using: &random))
                + .random(in: 0..<86_400_000, using: &random)
            return Coverage.Answer(
                range: Self.range(start, start + .random(in: 0..<30, using: &random)), answeredAt: at)
        }
        let finder = GapFinder(interval: .d1, held: held, coverage: Coverage(answers))
        let gaps = finder.gaps(in: Self.range(19_995, 20_065))
        for number in 19_995..<20_065 as Range<Int64> {
            let slot = Self.day(number)
            guard !held.contains(slot) else { continue }
            let alone = finder.gaps(in: TimeRange(slot, slot + 1)).map(\.reason)
            #expect(gaps.filter { $0.range.contains(slot) }.map(\.reason) == alone, "\(slot)")
        }
        #expect(
            zip(gaps, gaps.dropFirst()).allSatisfy { $0.range.end < $1.range.start || $0.reason != $1.reason }
        )
    }

    /// Property: gaps and held slots together cover the range exactly once.
    @Test("Every slot is held or in exactly one gap", arguments: 0..<200 as Range<UInt64>)
    func partition(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let held = (0..<60).filter { _ in Int.random(in: 0..<3, using: &random) > 0 }.map {
            Self.day(20_000 + $0)
        }
        let answers = (0..<6).map { _ in
            let start = Int64.random(in: 19_990..<20_060, using: &random)
            return answer(
                start, start + .random(in: 0..<30, using: &random),
                at: .random(in: 20_050..<20_080, using: &random))
        }
        let finder = GapFinder(interval: .d1, held: held, coverage: Coverage(answers))
        let asked = Self.range(19_995, 20_065)
        let gaps = finder.gaps(in: asked)
        let missing = Set((19_995..<20_065).map { Self.day($0) }).subtracting(held)
        var seen: Set<OpenTime> = []
        for gap in gaps {
            let slots = stride(from: gap.range.start.day, to: gap.range.end.day, by: 1).map { $0.start }
            #expect(slots.count == gap.count)
            for slot in slots { #expect(seen.insert(slot).inserted) }
        }
        #expect(seen == missing)
    }

    /// Property: where answers overlap the latest stands, in whatever order they are added.
    @Test("Coverage keeps the latest answer for every instant", arguments: 0..<200 as Range<UInt64>)
    func latest(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let answers = (0..<8 as Range<Int64>).map { index in
            let start = Int64.random(in: 20_000..<20_040, using: &random)
            return answer(start, start + .random(in: 0..<20, using: &random), at: 20_100 + index)
        }
        var coverage = Coverage()
        for answer in answers.shuffled(using: &random) { coverage.add(answer) }
        for number in (19_999..<20_062 as Range<Int64>) {
            let expected = answers.filter { $0.range.contains(Self.day(number)) }.map(\.answeredAt).max()
            #expect(coverage.answer(at: Self.day(number))?.answeredAt == expected)
        }
        #expect(
            zip(coverage.answers, coverage.answers.dropFirst()).allSatisfy { $0.range.end <= $1.range.start })
    }
}
