import Candles
import Foundation
import GRDB
import TestSupport
import Testing

@testable import ServingLayer

@Suite("A store of format version 1")
struct MigrationTests {
    let directory: TemporaryDirectory
    let hours = Samples.key("ETHUSDT", .h1)

    init() throws {
        directory = try TemporaryDirectory()
    }

    func series() -> [SeriesKey: [CandleVersion]] {
        let off = Samples.version(.m1, Samples.day.advanced(by: 2).start + 17_000)
        let running = Samples.version(.h1, Samples.day.end, vintage: .open)
        return [
            Samples.bitcoin: Samples.candles(of: Samples.day, .m1, without: 100..<130)
                + Samples.candles(of: Samples.day.advanced(by: 1), .m1) + [off],
            hours: Samples.candles(of: Samples.day, .h1) + [running],
        ]
    }

    @Test("A writer brings it up to date and nothing is lost")
    func migrated() async throws {
        let series = series()
        try FirstVersion.create(try directory.outsider(), series)
        let store = try await CandleStore.open(directory: directory.path, command: "test")
        for (key, versions) in series { #expect(try await store.candles(key).versions == versions) }
        #expect(try await store.verify().isEmpty)
        #expect(try await store.source() == "exchange")
        #expect(try await store.coverage(Samples.bitcoin).answers.count == 1)
        #expect(try await store.runs(latest: 9).map(\.command) == ["old"])
        #expect(try await store.summaries().map(\.candles) == [1410 + 1440 + 1, 25])
        #expect(try await store.summaries().allSatisfy { $0.bytes > 100 })
        let held = try await store.heldRanges(Samples.bitcoin)
        #expect(held.count == 2851)
        #expect(held.offGrid == 1)
        #expect(held.ranges.count == 2)
        let closed = try await store.heldRanges(hours)
        #expect(closed.ranges == [TimeRange(Samples.day.start, Samples.day.end)])
        #expect(closed.count == 24)
        _ = try await store.write(StoreBatch(candles: series))
        #expect(try await store.candles(hours).versions == series[hours])
    }

    @Test("It has the tables of a new store afterwards")
    func sameSchema() async throws {
        func schema(_ directory: TemporaryDirectory) throws -> [String] {
            try directory.outsider().read { db in
                try String.fetchAll(
                    db, sql: "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name")
            }
        }
        try FirstVersion.create(try directory.outsider(), [:])
        try await CandleStore.open(directory: directory.path, command: "test").close()
        let fresh = try TemporaryDirectory()
        try await CandleStore.open(directory: fresh.path, command: "test").close()
        #expect(try schema(directory) == schema(fresh))
    }

    @Test("A reader refuses it and says how to bring it up to date")
    func reader() async throws {
        try FirstVersion.create(try directory.outsider(), series())
        let error = StoreError.olderVersion(found: 1, supported: 2, path: directory.database)
        await #expect(throws: error) {
            try await CandleStore.open(directory: directory.path, command: "test", access: .read)
        }
        #expect(error.remedy.contains("candlecast merge"))
    }

    @Test("A damaged chunk stays, and is reported by whoever needs it")
    func damaged() async throws {
        try FirstVersion.create(try directory.outsider(), series())
        try await directory.outsider().write { db in
            try db.execute(
                sql: "UPDATE chunk SET data = x'0102030405' WHERE day = ?", arguments: [Samples.day.number])
        }
        let store = try await CandleStore.open(directory: directory.path, command: "test")
        #expect(try await store.verify().count + store.damaged().count == 2)
        #expect(
            try await store.candles(hours, in: TimeRange(Samples.day.end, Samples.day.end + 1)).versions.count
                == 1)
    }
}
