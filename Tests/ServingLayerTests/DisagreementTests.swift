import Candles
import Foundation
import GRDB
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Kept disagreements")
struct DisagreementTests {
    let directory: TemporaryDirectory
    let store: CandleStore
    let key = Samples.bitcoin

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
    }

    func write(_ versions: [CandleVersion]) async throws -> WriteSummary {
        try await store.write(StoreBatch(candles: [key: versions]))
    }

    @Test("Both versions are kept, whichever wins, once for each pair of vintages")
    func pairs() async throws {
        let time = Samples.day.start
        let rest = Samples.version(.m1, time, close: 100, vintage: .rest)
        let stream = Samples.version(.m1, time, close: 101, vintage: .streamClosed)
        let file = Samples.version(.m1, time, close: 102, vintage: .imported)
        for version in [stream, rest, file, stream, file] { _ = try await write([version]) }
        let kept = try await store.disagreements()
        #expect(kept.map { Set([$0.held, $0.arrived]) } == [[rest, file], [rest, stream]])
        #expect(try await store.disagreements(key, limit: 1).count == 1)
        #expect(try await store.disagreements(Samples.key("ETHUSDT", .m1)).isEmpty)
    }

    @Test("The values that were seen last stand")
    func latest() async throws {
        let time = Samples.day.start
        let rest = Samples.version(.m1, time, close: 100, vintage: .rest)
        let second = Samples.version(.m1, time, close: 90, vintage: .archive)
        _ = try await write([rest])
        _ = try await write([Samples.version(.m1, time, close: 95, vintage: .archive)])
        _ = try await write([second])
        #expect(
            try await store.disagreements(key) == [Disagreement(key: key, held: rest, arrived: second)])
    }

    @Test("The same disagreement again writes nothing")
    func again() async throws {
        let time = Samples.day.start
        _ = try await write([Samples.version(.m1, time, close: 100, vintage: .rest)])
        let lower = Samples.version(.m1, time, close: 90, vintage: .archive)
        #expect(try await write([lower]).disagreements.count == 1)
        let before = try await store.dataVersion()
        let again = try await write([lower])
        #expect(again.disagreements.count == 1)
        #expect(again.chunks == 0)
        #expect(try await store.dataVersion() == before)
    }

    @Test("Many disagreements come back in order of time, over days")
    func many() async throws {
        let days = (0..<3).map { Samples.day.advanced(by: $0) }
        _ = try await write(days.flatMap { Samples.candles(of: $0, .m1) })
        let other = days.flatMap { Samples.candles(of: $0, .m1, close: 300, vintage: .archive) }
        #expect(try await write(other).disagreements.count == 3 * 1440)
        let kept = try await store.disagreements(key)
        #expect(kept.map(\.arrived) == other)
        #expect(try await store.disagreements(limit: 1441).map(\.arrived) == other.prefix(1441) + [])
    }

    @Test("A damaged record of disagreements keeps no candle from being written")
    func damaged() async throws {
        let time = Samples.day.start
        _ = try await write([Samples.version(.m1, time, close: 100, vintage: .rest)])
        _ = try await write([Samples.version(.m1, time, close: 90, vintage: .archive)])
        try await directory.outsider().write { try $0.execute(sql: "UPDATE disagreement SET held = x'00'") }
        await #expect(throws: StoreError.self) { try await store.disagreements(key) }
        let second = Samples.version(.m1, time, close: 91, vintage: .archive)
        _ = try await write([second])
        #expect(try await store.disagreements(key).map(\.arrived) == [second])
    }
}
