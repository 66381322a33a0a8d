import Candles
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Prepared chunks")
struct PreparedChunkTests {
    /// The columns of versions, which count as closed and of one vintage.
    static func columns(_ versions: [CandleVersion], _ vintage: Vintage.Closed = .rest) -> CandleColumns {
        var columns = CandleColumns(vintage)
        for version in versions { columns.append(version.openTime, version.values) }
        return columns
    }

    static func closed(_ versions: [CandleVersion], _ vintage: Vintage.Closed) -> [CandleVersion] {
        versions.map { CandleVersion(ClosedCandle(openTime: $0.openTime, values: $0.values), from: vintage) }
    }

    /// A part of the candles, in order.
    static func some(_ versions: [CandleVersion], _ random: inout SeededGenerator) -> [CandleVersion] {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return versions
        case 1:
            let start = Int.random(in: 0..<versions.count, using: &random)
            return Array(versions[start..<Int.random(in: start...versions.count, using: &random)])
        default:
            let chance = Int.random(in: 1...9, using: &random)
            return versions.filter { _ in Int.random(in: 0..<10, using: &random) < chance }
        }
    }

    /// Property: the bytes are those of the plain encoder, cut at the borders of chunks.
    @Test("The bytes are those of the candles one by one", arguments: 0..<100 as Range<UInt64>)
    func bytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (_, key, wild) = Samples.wildSeries(&random)
        let more =
            key.interval.dividesDay ? Samples.candles(of: Samples.day.advanced(by: 1), key.interval) : []
        let versions = Self.closed(wild + more, .archive)
        let chunks = PreparedChunk.chunks(key, Self.columns(versions, .archive))
        #expect(chunks.map(\.count).reduce(0, +) == versions.count)
        var rest = versions[...]
        for chunk in chunks {
            let part = Array(rest.prefix(chunk.count))
            rest = rest.dropFirst(part.count)
            #expect(part.allSatisfy { chunk.period.range.contains($0.openTime) })
            #expect(chunk.bytes == ReferenceCodec.encode(part, period: chunk.period))
            #expect(try chunk.columns().versions == part)
            #expect(chunk.entry.offGrid == part.count { !key.interval.isOnGrid($0.openTime) })
            #expect(chunk.entry.open == 0)
        }
    }

    /// Property: chunks and versions leave the same store behind, in any order and with repetitions.
    @Test("Writing chunks is writing their versions", arguments: 0..<30 as Range<UInt64>)
    func writes(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let (_, key, wild) = Samples.wildSeries(&random)
        let variant = wild.map { version in
            Bool.random(using: &random)
                ? version
                : Samples.version(
                    key.interval, version.openTime, close: .random(in: 1...3, using: &random).rounded(),
                    vintage: version.vintage)
        }
        let (left, right) = (try TemporaryDirectory(), try TemporaryDirectory())
        let plain = try await CandleStore.open(directory: left.path, command: "test")
        let packed = try await CandleStore.open(directory: right.path, command: "test")
        var found: (Set<Disagreement>, Set<Disagreement>) = ([], [])
        for _ in 0..<Int.random(in: 2...8, using: &random) {
            let source = Bool.random(using: &random) ? wild : variant
            let part = Self.some(source, &random)
            let isReissue = Int.random(in: 0..<5, using: &random) == 0
            if Int.random(in: 0..<4, using: &random) == 0 {
                let batch = StoreBatch(candles: [key: part.shuffled(using: &random)])
                _ = try await plain.write(batch)
                _ = try await packed.write(batch)
                continue
            }
            let vintage = Vintage.Closed.allCases.randomElement(using: &random) ?? .rest
            let first = try await plain.write(
                StoreBatch(candles: [key: Self.closed(part, vintage)], replacesOwnVintage: isReissue))
            let second = try await packed.write(
                StoreBatch(
                    chunks: PreparedChunk.chunks(key, Self.columns(part, vintage)),
                    replacesOwnVintage: isReissue))
            found.0.formUnion(first.disagreements)
            found.1.formUnion(second.disagreements)
            #expect(first.changed == second.changed)
            #expect(first.received == second.received)
            #expect(first.chunks == second.chunks)
        }
        #expect(found.0 == found.1)
        let (expected, held) = (try await plain.candles(key), try await packed.candles(key))
        #expect(held.versions.map(ChunkCodecTests.bits) == expected.versions.map(ChunkCodecTests.bits))
        #expect(try await packed.daily(key.symbol) == plain.daily(key.symbol))
        #expect(try await packed.heldRanges(key) == plain.heldRanges(key))
        #expect(try await packed.disagreements() == plain.disagreements())
        #expect(try await packed.verify().isEmpty)
        let rows = try await packed.daily(key.symbol)
        _ = try await packed.refreshDaily(key.symbol)
        #expect(try await packed.daily(key.symbol) == rows, "the roll-ups of columns are those of candles")
    }

    @Test("The same chunk again changes nothing, and one more candle changes one")
    func again() async throws {
        let directory = try TemporaryDirectory()
        let store = try await CandleStore.open(directory: directory.path, command: "test")
        let key = Samples.bitcoin
        let candles = Samples.candles(of: Samples.day, .m1)
        let chunks = PreparedChunk.chunks(key, Self.columns(Array(candles.dropFirst())))
        #expect(try await store.write(StoreBatch(chunks: chunks)).changed == 1439)
        let before = try await store.dataVersion()
        let again = try await store.write(StoreBatch(chunks: chunks))
        #expect([again.received, again.changed, again.chunks, again.days] == [1439, 0, 0, 0])
        #expect(try await store.dataVersion() == before)
        let all = try await store.write(StoreBatch(chunks: PreparedChunk.chunks(key, Self.columns(candles))))
        #expect([all.changed, all.chunks, all.days] == [1, 1, 1])
        #expect(try await store.daily(key.symbol).map(\.isClosed) == [true])
    }

    @Test("No candles are no chunks")
    func empty() {
        #expect(PreparedChunk.chunks(Samples.bitcoin, CandleColumns(.rest)).isEmpty)
    }

    @Test("A year of days is one chunk, and touches the daily view only where it changed")
    func days() async throws {
        let directory = try TemporaryDirectory()
        let store = try await CandleStore.open(directory: directory.path, command: "test")
        let key = Samples.key("BTCUSDT", .d1)
        let first = UTCDay(19_358)
        var candles = (0..<365).map { Samples.version(.d1, first.advanced(by: $0).start) }
        let chunks = PreparedChunk.chunks(key, Self.columns(candles))
        #expect(chunks.count == 1)
        #expect(try await store.write(StoreBatch(chunks: chunks)).days == 365)
        candles[200] = Samples.version(.d1, candles[200].openTime, close: 101, trades: 11)
        let changed = try await store.write(
            StoreBatch(chunks: PreparedChunk.chunks(key, Self.columns(candles))))
        #expect(changed.changed == 1)
        #expect(changed.days <= 3)
        #expect(changed.disagreements.count == 1)
    }
}
