import Candles
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Samples of an audit")
struct AuditSampleTests {
    private static let minutes = SeriesKey(bitcoin, .m1)
    private static let days = SeriesKey(bitcoin, .d1)
    private static let held = [
        minutes: [
            TimeRange(time("2023-03-01"), time("2023-03-10T12:40:00Z")),
            TimeRange(time("2023-03-10T14:00:00Z"), time("2023-03-20")),
        ], days: [TimeRange(time("2020-01-01"), time("2023-03-20"))],
    ]

    @Test("As many pages as there are ask for everything once", arguments: 0..<10 as Range<UInt64>)
    func everything(seed: UInt64) {
        let pages = AuditSample.pages(of: Self.held, count: 1000, seed: seed)
        for (key, ranges) in Self.held {
            let asked = pages.filter { $0.key == key }.map(\.range)
            #expect(TimeRange.union(asked) == [TimeRange(ranges[0].start, ranges[ranges.count - 1].end)])
            #expect(zip(asked, asked.dropFirst()).allSatisfy { $0.end <= $1.start })
            #expect(asked.allSatisfy { key.interval.slotCount(in: $0) <= 1000 })
        }
    }

    @Test("Few pages come from every series, are the same for a seed, and differ between seeds")
    func few() {
        let pages = AuditSample.pages(of: Self.held, count: 6, seed: 7)
        #expect(pages.count == 5 + 1 || pages.count == 6)
        #expect(Set(pages.map(\.key)).count == 2)
        #expect(pages == AuditSample.pages(of: Self.held, count: 6, seed: 7))
        let others = (8..<20).map { AuditSample.pages(of: Self.held, count: 6, seed: $0) }
        #expect(others.contains { $0 != pages })
        #expect(AuditSample.pages(of: Self.held, count: 0, seed: 7).isEmpty)
        #expect(AuditSample.pages(of: [:], count: 5, seed: 7).isEmpty)
    }

    @Test(
        "What only one side has, and what both have differently, is found once each",
        arguments: 0..<30 as Range<UInt64>)
    func compare(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let truth = AuditSamples.walk(.h1, days: 19_000..<19_010, seed: seed)
        let answered = truth.map { ClosedCandle(openTime: $0.openTime, values: $0.values) }
        let key = SeriesKey(bitcoin, .h1)
        #expect(AuditSample.compare(key, held: truth, answered: answered).isEmpty)
        var indices = Array(truth.indices).shuffled(using: &random)
        let (altered, lost, extra) = (indices.removeLast(), indices.removeLast(), indices.removeLast())
        var held = truth
        held[altered] = try AuditSamples.altered(held[altered], .trades)
        held.removeAll { $0.openTime == truth[lost].openTime }
        let findings = AuditSample.compare(
            key, held: held, answered: answered.filter { $0.openTime != truth[extra].openTime })
        let wanted = [altered, lost, extra].sorted().map { truth[$0].openTime }
        #expect(findings.map(\.range.start) == wanted)
        let change = try #require(findings.first { !$0.differences.isEmpty })
        #expect(change.differences.map(\.field) == ["trades"])
        #expect(change.sides.left == "held (rest)" && change.sides.right == "exchange")
    }

    @Test(
        "What is left of a range and what is taken away make up the range", arguments: 0..<50 as Range<UInt64>
    )
    func without(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func any() -> TimeRange {
            let start = Int64.random(in: 0..<100, using: &random)
            return TimeRange(
                OpenTime(milliseconds: start),
                OpenTime(milliseconds: start + .random(in: 0..<30, using: &random)))
        }
        let (whole, holes) = (any(), (0..<4).map { _ in any() })
        let left = whole.without(holes)
        for instant in (0..<140).map({ OpenTime(milliseconds: $0) }) {
            let isLeft = left.contains { $0.contains(instant) }
            #expect(isLeft == (whole.contains(instant) && !holes.contains { $0.contains(instant) }))
        }
        #expect(left.allSatisfy { !$0.isEmpty })
    }
}
