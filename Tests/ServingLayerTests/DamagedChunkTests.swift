import Candles
import Foundation
import GRDB
import Testing

@testable import ServingLayer

@Suite("Damaged chunks")
struct DamagedChunkTests {
    let directory: TemporaryDirectory
    let store: CandleStore
    let key = Samples.bitcoin
    let days = (0..<3).map { Samples.day.advanced(by: $0) }

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
        let range = TimeRange(days[0].start, days[2].end)
        _ = try await store.write(
            StoreBatch(
                candles: [key: days.flatMap { Samples.candles(of: $0, .m1) }],
                coverage: [key: [Coverage.Answer(range: range, answeredAt: range.end + 1)]]))
    }

    /// Flips a bit in the middle of the stored bytes of a day.
    func damage(_ day: UTCDay) async throws {
        try await directory.outsider().write { db in
            var data = try Data.fetchOne(
                db, sql: "SELECT data FROM chunk WHERE day = ?", arguments: [day.number])
            let middle = (data?.count ?? 0) / 2
            data?[middle] ^= 4
            try db.execute(sql: "UPDATE chunk SET data = ? WHERE day = ?", arguments: [data, day.number])
        }
    }

    @Test("Reading names the series, the day and the reason; other days can be read")
    func reading() async throws {
        try await damage(days[1])
        let error = StoreError.damagedChunk(key: key, day: days[1], reason: ChunkDamage.checksum.description)
        await #expect(throws: error) { try await store.candles(key) }
        await #expect(throws: error) { try await store.openTimes(key) }
        #expect(
            try await store.candles(key, in: TimeRange(days[2].start, days[2].end)).versions.count == 1440)
        #expect(try await store.verify().map(\.day) == [days[1]])
        #expect(try await store.damaged().isEmpty, "looking changes nothing")
    }

    @Test("Setting aside keeps the bytes and forgets the coverage of that day alone")
    func settingAside() async throws {
        try await damage(days[1])
        let found = try await store.verify()
        #expect(try await store.setAside(found) == found)
        #expect(try await store.damaged() == found)
        #expect(try await store.verify().isEmpty)
        #expect(try await store.openTimes(key).count == 2880)
        #expect(
            try await store.coverage(key).answers.map(\.range) == [
                TimeRange(days[0].start, days[0].end), TimeRange(days[2].start, days[2].end),
            ])
        let kept = try await directory.outsider().read {
            try Int.fetchOne($0, sql: "SELECT LENGTH(data) FROM damaged_chunk")
        }
        #expect((kept ?? 0) > 100)
        #expect(try await store.daily(key.symbol).map(\.origin) == [.batch, .filled, .batch])
        #expect(try await store.setAside(found).isEmpty, "there is nothing left to set aside")
    }

    @Test("Setting the first or the last day aside shortens the daily view", arguments: [0, 2])
    func settingEndAside(index: Int) async throws {
        try await damage(days[index])
        try await store.setAside(try await store.verify())
        #expect(try await store.daily(key.symbol).map(\.day) == days.filter { $0 != days[index] })
    }

    @Test("Setting all aside leaves an empty daily view")
    func settingAllAside() async throws {
        for day in days { try await damage(day) }
        #expect(try await store.setAside(try await store.verify()).count == 3)
        #expect(try await store.daily(key.symbol).isEmpty)
        #expect(try await store.keys().isEmpty)
    }

    @Test("A write into a damaged chunk sets it aside and keeps what arrived")
    func writing() async throws {
        try await damage(days[1])
        let summary = try await store.write(
            StoreBatch(candles: [key: Samples.candles(of: days[1], .m1, close: 200)]))
        #expect(summary.setAside.map(\.day) == [days[1]])
        #expect(summary.changed == 1440)
        #expect(try await store.verify().isEmpty)
        #expect(try await store.candles(key).versions.count == 3 * 1440)
        #expect(try await store.daily(key.symbol).map(\.origin) == [.batch, .batch, .batch])
    }

    @Test("Building the daily view sets a damaged chunk that it needs aside")
    func daily() async throws {
        try await damage(days[2])
        let summary = try await store.refreshDaily(key.symbol)
        #expect(summary.setAside.map(\.day) == [days[2]])
        #expect(summary.last == days[1])
        #expect(try await store.damaged().map(\.day) == [days[2]])
    }

    @Test("A sound chunk is not set aside, whatever the caller says")
    func sound() async throws {
        let claim = DamagedChunk(key: key, day: days[0], reason: "a guess")
        let other = DamagedChunk(key: Samples.key("ETHUSDT", .m1), day: days[0], reason: "a guess")
        #expect(try await store.setAside([claim, other]).isEmpty)
        #expect(try await store.openTimes(key).count == 3 * 1440)
    }

    @Test("An index entry that does not match its chunk is damage")
    func index() async throws {
        try await directory.outsider().write { try $0.execute(sql: "UPDATE chunk SET count = 7") }
        #expect(try await store.verify().count == 3)
    }

    @Test("Any bytes in place of a chunk are reported, never a crash", arguments: [0, 1, 3, 4, 50])
    func anyBytes(count: Int) async throws {
        try await directory.outsider().write { db in
            try db.execute(
                sql: "UPDATE chunk SET data = ? WHERE day = ?",
                arguments: [Data(repeating: 0xA5, count: count), days[0].number])
        }
        #expect(try await store.verify().map(\.day) == [days[0]])
    }
}
