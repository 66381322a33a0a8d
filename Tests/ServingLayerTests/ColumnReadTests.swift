import Candles
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Reading by column")
struct ColumnReadTests {
    let directory: TemporaryDirectory
    let store: CandleStore

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
    }

    /// Property: columns, chunks and versions of any range are the same candles.
    @Test("Columns and chunks of a range are its candles", arguments: 0..<40 as Range<UInt64>)
    func ranges(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let (range, key, wild) = Samples.wildSeries(&random)
        var all = wild
        if key.interval.dividesDay {
            all += Samples.candles(of: Samples.day.advanced(by: 1), key.interval)
            all += Samples.candles(of: Samples.day.advanced(by: 3), key.interval)
        }
        _ = try await store.write(StoreBatch(candles: [key: all]))
        let span = range.length * 5
        for step in 0..<8 {
            let start = range.start + .random(in: -range.length..<span, using: &random)
            let wanted = step == 0 ? nil : TimeRange(start, start + .random(in: 0..<span, using: &random))
            let expected = all.filter { wanted?.contains($0.openTime) ?? true }.map(ChunkCodecTests.bits)
            let columns = try await store.columns(key, in: wanted)
            #expect(columns.versions.map(ChunkCodecTests.bits) == expected)
            var streamed: [[UInt64?]] = []
            try await store.forEachChunk(key, in: wanted) { part in
                #expect(!part.isEmpty)
                streamed += part.versions.map(ChunkCodecTests.bits)
            }
            #expect(streamed == expected)
        }
    }

    @Test("More chunks than one snapshot holds are handed out in order, each once")
    func manyChunks() async throws {
        let key = Samples.key("BTCUSDT", .h1)
        let days = (0..<150).map { Samples.day.advanced(by: $0 * 2) }
        _ = try await store.write(StoreBatch(candles: [key: days.flatMap { Samples.candles(of: $0, .h1) }]))
        var seen: [UTCDay] = []
        try await store.forEachChunk(key) { seen.append(OpenTime(milliseconds: $0.openTimes[0]).day) }
        #expect(seen == days)
        #expect(try await store.verify().isEmpty)
    }

    @Test("An error of the body ends the reading and comes out")
    func bodyError() async throws {
        struct Stop: Error {}
        _ = try await store.write(
            StoreBatch(candles: [Samples.bitcoin: Samples.candles(of: Samples.day, .m1)]))
        await #expect(throws: Stop.self) {
            try await store.forEachChunk(Samples.bitcoin) { _ in throw Stop() }
        }
    }
}
