import Candles
import GRDB
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Held ranges")
struct HeldRangesTests {
    let directory: TemporaryDirectory
    let store: CandleStore

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
    }

    /// Property: the index and the candles themselves say the same.
    @Test("The ranges are those of the candles", arguments: 0..<60 as Range<UInt64>)
    func property(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let (_, key, versions) = Samples.wildSeries(&random)
        var delivered = versions
        for offset in 1..<Int.random(in: 2...4, using: &random) where key.interval.dividesDay {
            let day = Samples.day.advanced(by: offset)
            delivered += Samples.candles(of: day, key.interval, without: offset..<offset + offset % 2)
        }
        _ = try await store.write(StoreBatch(candles: [key: delivered.shuffled(using: &random)]))
        var expected = HeldRanges()
        for version in CandleSeries(delivered).versions where version.isClosed {
            expected.add(version.openTime, interval: key.interval)
        }
        let held = try await store.heldRanges(key)
        #expect(held == expected)
        #expect(held.ranges == TimeRange.union(held.ranges))
        #expect(try await store.heldRanges() == [key: expected])
    }

    @Test("Nothing is held of a series that is not known")
    func unknown() async throws {
        #expect(try await store.heldRanges(Samples.bitcoin) == HeldRanges())
        #expect(try await store.heldRanges().isEmpty)
    }

    @Test("A running candle is not held, and a candle off the grid counts for its slot")
    func oddCandles() async throws {
        let (start, minute) = (Samples.day.start, Int64(60_000))
        _ = try await store.write(
            StoreBatch(candles: [
                Samples.bitcoin: [
                    Samples.version(.m1, start), Samples.version(.m1, start + minute + 17_000),
                    Samples.version(.m1, start + 2 * minute, vintage: .open),
                ]
            ]))
        let held = try await store.heldRanges(Samples.bitcoin)
        #expect(held.ranges == [TimeRange(start, start + 2 * minute)])
        #expect(held.count == 2)
        #expect(held.offGrid == 1)
        #expect(held.last == start + minute + 17_000)
    }

    @Test("Only chunks with holes are read: a damaged one without is not noticed, one with holes is")
    func damage() async throws {
        let next = Samples.day.advanced(by: 1)
        _ = try await store.write(
            StoreBatch(candles: [
                Samples.bitcoin: Samples.candles(of: Samples.day, .m1)
                    + Samples.candles(of: next, .m1, without: 5..<6)
            ]))
        func damage(_ day: UTCDay) async throws {
            try await directory.outsider().write {
                try $0.execute(sql: "UPDATE chunk SET data = x'00' WHERE day = ?", arguments: [day.number])
            }
        }
        try await damage(Samples.day)
        #expect(try await store.heldRanges(Samples.bitcoin).count == 2879)
        try await damage(next)
        await #expect(throws: StoreError.self) { try await store.heldRanges(Samples.bitcoin) }
    }
}
