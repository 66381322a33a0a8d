import Candles
import TestSupport
import Testing

@Suite("Candles per day and large gaps")
struct DayCountTests {
    private static func range(_ from: String, _ to: String) throws -> TimeRange {
        TimeRange(try OpenTime(text: from), try OpenTime(text: to))
    }

    @Test("A listing in mid-day and a halt show as fewer candles than the day has")
    func counts() throws {
        let held = try [
            Self.range("2023-03-22T12:00", "2023-03-24T12:40"), Self.range("2023-03-24T14:00", "2023-03-25"),
        ]
        let counts = DayCount.counts(of: held, interval: .m1)
        #expect(counts.map(\.held) == [720, 1440, 1360])
        #expect(counts.map(\.expected) == [1440, 1440, 1440])
        #expect(counts.map(\.isComplete) == [false, true, false])
        let gaps = LargeGap.largest(in: held, interval: .m1)
        #expect(gaps == [LargeGap(range: try Self.range("2023-03-24T12:40", "2023-03-24T14:00"), count: 80)])
    }

    @Test("A day without any candle between held days is counted as none")
    func missingDay() throws {
        let held = try [Self.range("2022-01-01", "2022-01-02"), Self.range("2022-01-03", "2022-01-04")]
        #expect(DayCount.counts(of: held, interval: .h1).map(\.held) == [24, 0, 24])
        #expect(DayCount.counts(of: held, interval: .d1).map(\.held) == [1, 0, 1])
    }

    @Test("Weekly candles are counted on the Mondays on which they begin")
    func weeks() throws {
        let held = try [Self.range("2024-01-01", "2024-01-15"), Self.range("2024-01-22", "2024-01-29")]
        let counts = DayCount.counts(of: held, interval: .w1)
        #expect(counts.map { "\($0.day)" } == ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"])
        #expect(counts.map(\.held) == [1, 1, 0, 1])
    }

    @Test("The longest gaps come first, the earlier of equal ones before, and no more than asked for")
    func order() throws {
        let starts = [0, 2, 5, 7, 9, 13].map { OpenTime(milliseconds: Int64($0) * 3_600_000) }
        let held = starts.map { TimeRange($0, $0 + 3_600_000) }
        #expect(LargeGap.largest(in: held, interval: .h1).map(\.count) == [3, 2, 1, 1, 1])
        let two = LargeGap.largest(in: held, interval: .h1, limit: 3)
        #expect(two.map(\.range.start.milliseconds) == [10, 3, 1].map { $0 * 3_600_000 })
        #expect(LargeGap.largest(in: [], interval: .h1).isEmpty)
    }

    @Test("Held and missing slots add up, whatever is held", arguments: 0..<200 as Range<UInt64>)
    func conservation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let interval: Interval = [.m5, .m15, .h1, .h4, .d1][Int(seed % 5)]
        let length = try #require(interval.milliseconds)
        let slots = (0..<2000).filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
        let held = TimeRange.union(
            slots.map { slot in
                let start = OpenTime(milliseconds: Int64(slot) * length)
                return TimeRange(start, start + length)
            })
        let counts = DayCount.counts(of: held, interval: interval)
        #expect(counts.reduce(0) { $0 + $1.held } == slots.count)
        let gaps = LargeGap.largest(in: held, interval: interval, limit: .max)
        let span = (slots.last ?? 0) - (slots.first ?? 0) + 1
        #expect(gaps.reduce(0) { $0 + $1.count } == span - slots.count)
        #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0.count >= $1.count })
    }
}
