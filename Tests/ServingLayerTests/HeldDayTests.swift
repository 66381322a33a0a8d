import Candles
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Roll-up by column")
struct HeldDayTests {
    static func rollup(_ versions: [CandleVersion]) -> Rollup {
        versions.reduce(into: Rollup()) { $0.add($1) }
    }

    /// Property: columns roll up as candles do, in one piece or in several.
    @Test("Columns give the roll-up of their candles", arguments: 0..<150 as Range<UInt64>)
    func property(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (_, key, versions) = Samples.wildSeries(&random)
        let columns = StoredColumns(versions)
        let interval = key.interval.dividesDay ? key.interval : .m1
        let held = HeldDay(columns, 0..<columns.count, interval: interval)
        let expected = Self.rollup(versions)
        #expect(held.rollup == expected)
        let end = Samples.day.end
        #expect(held.rollup.values(closeTime: end) == expected.values(closeTime: end))
        let middle = Int.random(in: 0...versions.count, using: &random)
        var first = HeldDay(columns, 0..<middle, interval: interval).rollup
        for version in versions[middle...] { first.add(version) }
        #expect(first == expected)
    }

    @Test(
        "Volumes of every size are added exactly",
        arguments: [0, 1e-8, 0.1, 123_456.789_012_34, 22_517_998.1, 90_071_992.5, 1e13, 1e20, 1e300])
    func volumes(volume: Double) throws {
        let versions = try (0..<400).map { slot in
            let time = Samples.day.start + Int64(slot) * 60_000
            let values = try CandleValues(
                open: 1, high: 1, low: 1, close: 1, closeTime: time + 60_000,
                baseVolume: slot % 3 == 0 ? volume : 0.1, quoteVolume: slot == 399 ? nil : volume,
                trades: slot == 7 ? nil : .max / 2)
            return CandleVersion(ClosedCandle(openTime: time, values: values), from: .archive)
        }
        let held = HeldDay(StoredColumns(versions), 0..<400, interval: .m1)
        #expect(held.rollup == Self.rollup(versions))
        let few = HeldDay(StoredColumns(versions), 0..<7, interval: .m1)
        #expect(
            few.rollup == Self.rollup(Array(versions.prefix(7))), "the numbers of trades are too large to add"
        )
    }

    @Test("Open times are kept where a slot is missing, and only there")
    func openTimes() {
        let full = StoredColumns(Samples.candles(of: Samples.day, .m1))
        #expect(HeldDay(full, 0..<1440, interval: .m1).openTimes.isEmpty)
        #expect(HeldDay(full, 0..<1439, interval: .m1).openTimes == Array(full.openTimes.dropLast()))
    }
}
