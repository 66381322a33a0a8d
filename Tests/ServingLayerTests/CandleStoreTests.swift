import Candles
import GRDB
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Candle store")
struct CandleStoreTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    func store(_ access: CandleStore.Access = .write) async throws -> CandleStore {
        try await CandleStore.open(directory: directory.path, command: "test", access: access)
    }

    @Test("What was written is there after opening again, also for a reader")
    func durable() async throws {
        let key = Samples.bitcoin
        let candles = Samples.candles(of: Samples.day, .m1)
        let writer = try await store()
        let summary = try await writer.write(StoreBatch(candles: [key: candles]))
        #expect(summary.received == 1440)
        #expect(summary.changed == 1440)
        #expect(summary.chunks == 1)
        try await writer.close()
        let reader = try await store(.read)
        #expect(try await reader.candles(key).versions == candles)
        #expect(try await reader.openTimes(key) == candles.map(\.openTime))
        #expect(try await reader.keys() == [key])
        #expect(try await reader.symbols() == [key.symbol])
        await #expect(throws: StoreError.readOnly(path: directory.database)) {
            try await reader.write(StoreBatch(candles: [key: candles]))
        }
    }

    /// Property: any order and repetition of versions, in any batches, gives the join of all.
    @Test("Any order of writes gives the join", arguments: 0..<15 as Range<UInt64>)
    func joins(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let interval = [Interval.m1, .h1, .d1, .month].randomElement(using: &random) ?? .m1
        let key = Samples.key("ETHUSDT", interval)
        var all: [CandleVersion] = []
        for _ in 0..<120 {
            let slot = Int64.random(in: 0..<90, using: &random)
            let start = Samples.day.start + slot * (interval.milliseconds ?? 27 * UTCDay.milliseconds)
            let version = Samples.version(
                interval, interval.slot(containing: start + 20 * 3_600_000),
                close: Double(Int.random(in: 1...5, using: &random)),
                trades: Bool.random(using: &random) ? nil : .random(in: 1...3, using: &random),
                vintage: Samples.vintages.randomElement(using: &random) ?? .rest)
            all.append(version)
        }
        let store = try await store()
        var delivered = (all + all.prefix(40)).shuffled(using: &random)
        while !delivered.isEmpty {
            let count = Int.random(in: 1...30, using: &random)
            _ = try await store.write(StoreBatch(candles: [key: Array(delivered.prefix(count))]))
            delivered.removeFirst(min(count, delivered.count))
        }
        #expect(try await store.candles(key) == CandleSeries(all))
        #expect(try await store.verify().isEmpty)
    }

    @Test("A write that the join does not change writes nothing")
    func idempotent() async throws {
        let key = Samples.bitcoin
        let store = try await store()
        let answer = Coverage.Answer(
            range: TimeRange(Samples.day.start, Samples.day.end), answeredAt: Samples.day.end + 1000)
        let batch = StoreBatch(
            candles: [key: Samples.candles(of: Samples.day, .m1)], coverage: [key: [answer]])
        _ = try await store.write(batch)
        let before = try await store.dataVersion()
        let again = try await store.write(batch)
        #expect(again.changed == 0)
        #expect(again.chunks == 0)
        #expect(again.days == 0)
        #expect(try await store.dataVersion() == before)
        _ = try await store.write(
            StoreBatch(candles: [key: Samples.candles(of: Samples.day, .m1, close: 300)]))
        #expect(try await store.dataVersion() != before)
    }

    @Test("A range reads the candles that open in it, over the borders of chunks")
    func ranges() async throws {
        let key = Samples.bitcoin
        let next = Samples.day.advanced(by: 1)
        let all = Samples.candles(of: Samples.day, .m1) + Samples.candles(of: next, .m1)
        let store = try await store()
        let summary = try await store.write(StoreBatch(candles: [key: all.reversed()]))
        #expect(summary.chunks == 2)
        let range = TimeRange(next.start - 120_000, next.start + 60_000)
        #expect(
            try await store.candles(key, in: range).versions == all.filter { range.contains($0.openTime) })
        #expect(try await store.candles(key, in: TimeRange(next.end, next.end + 1)).versions.isEmpty)
        #expect(try await store.candles(Samples.key("ETHUSDT", .m1)).versions.isEmpty)
        let far = TimeRange(OpenTime(milliseconds: .min / 2), OpenTime(milliseconds: .max / 2))
        #expect(try await store.candles(key, in: far).versions == all)
    }

    @Test("The summaries count what is held")
    func summaries() async throws {
        let store = try await store()
        #expect(try await store.summaries().isEmpty)
        let next = Samples.day.advanced(by: 1)
        let minutes = Samples.candles(of: Samples.day, .m1) + [Samples.version(.m1, next.start)]
        let daily = Samples.key("BTCUSDT", .d1)
        _ = try await store.write(
            StoreBatch(candles: [Samples.bitcoin: minutes, daily: [Samples.version(.d1, next.start)]]))
        let summaries = try await store.summaries()
        #expect(summaries.map(\.key) == [Samples.bitcoin, daily])
        #expect(summaries.map(\.candles) == [1441, 1])
        #expect(summaries.map(\.first) == [Samples.day.start, next.start])
        #expect(summaries.map(\.last) == [next.start, next.start])
        #expect(summaries.map(\.chunks) == [2, 1])
        #expect(summaries.allSatisfy { $0.bytes > 50 })
    }

    @Test("Versions of closed candles that disagree are reported, whichever wins")
    func disagreements() async throws {
        let key = Samples.bitcoin
        let store = try await store()
        let rest = Samples.version(.m1, Samples.day.start, close: 100, vintage: .rest)
        let stream = Samples.version(.m1, Samples.day.start, close: 101, vintage: .streamClosed)
        let poor = Samples.version(
            .m1, Samples.day.start, close: 100, trades: nil, volume: nil, vintage: .imported)
        let running = Samples.version(.m1, Samples.day.start, close: 99, vintage: .open)
        _ = try await store.write(StoreBatch(candles: [key: [rest]]))
        let summary = try await store.write(StoreBatch(candles: [key: [stream]]))
        #expect(summary.disagreements.map(\.held) == [rest])
        #expect(summary.disagreements.map(\.arrived) == [stream])
        #expect(try await store.write(StoreBatch(candles: [key: [poor]])).disagreements.isEmpty)
        #expect(try await store.write(StoreBatch(candles: [key: [running]])).disagreements.isEmpty)
        #expect(try await store.candles(key).versions == [rest])
    }

    @Test("A reissue replaces its own vintage and joins with others")
    func reissue() async throws {
        let key = Samples.bitcoin
        let store = try await store()
        let (first, second) = (Samples.day.start, Samples.day.start + 60_000)
        let held = [
            Samples.version(.m1, first, trades: 50, vintage: .rest),
            Samples.version(.m1, second, trades: 50, vintage: .rest),
        ]
        _ = try await store.write(StoreBatch(candles: [key: held]))
        let corrected = Samples.version(.m1, first, close: 90, trades: 40, vintage: .rest)
        let lower = Samples.version(.m1, second, close: 90, trades: 60, vintage: .archive)
        let batch = StoreBatch(candles: [key: [corrected, lower]], replacesOwnVintage: true)
        #expect(try await store.write(batch).changed == 1)
        #expect(try await store.candles(key).versions == [corrected, held[1]])
        #expect(try await store.write(batch).chunks == 0)
    }

    /// Property: the table holds what ``Coverage`` would in memory.
    @Test("Coverage in the file is that in memory", arguments: 0..<20 as Range<UInt64>)
    func coverage(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let store = try await store()
        var expected = Coverage()
        for step in 0..<30 {
            let start = Int64.random(in: 0..<100, using: &random)
            let time =
                Bool.random(using: &random)
                ? 1000 + Int64(step) : Int64.random(in: 990...1010, using: &random)
            let answer = Coverage.Answer(
                range: TimeRange(
                    Samples.day.start + start * 60_000,
                    Samples.day.start + (start + .random(in: 0...30, using: &random)) * 60_000),
                answeredAt: Samples.day.end + time)
            expected.add(answer)
            _ = try await store.write(StoreBatch(coverage: [Samples.bitcoin: [answer]]))
        }
        #expect(try await store.coverage(Samples.bitcoin) == expected)
        #expect(try await store.keys().isEmpty)
    }

    @Test("Answers of one time that touch are one row of the table")
    func coverageMelts() async throws {
        let store = try await store()
        for minute in [0, 2, 1] as [Int64] {
            let start = Samples.day.start + minute * 60_000
            let answer = Coverage.Answer(range: TimeRange(start, start + 60_000), answeredAt: Samples.day.end)
            _ = try await store.write(StoreBatch(coverage: [Samples.bitcoin: [answer]]))
        }
        let rows = try await directory.outsider().read {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM coverage")
        }
        #expect(rows == 1)
    }

    @Test("The writer keeps every commit through a loss of power")
    func synchronous() async throws {
        let store = try await store()
        let settings = try await store.pool.writeWithoutTransaction { db in
            try ["synchronous", "secure_delete", "application_id", "user_version", "foreign_keys"].map {
                try Int.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == [2, 0, 0x434E_444C, 2, 1])
        #expect(try await store.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test("A large write-ahead log is written back")
    func boundedLog() async throws {
        let store = try await store()
        await store.setWALLimit(100_000)
        for offset in 0..<8 {
            let day = Samples.day.advanced(by: offset)
            _ = try await store.write(StoreBatch(candles: [Samples.bitcoin: Samples.candles(of: day, .m1)]))
        }
        let size = try await store.walSize()
        #expect(size <= 200_000, "the log has \(size) bytes")
    }

    @Test(
        "Recorded minutes give the same series through the store",
        .enabled(if: SharedData.isAvailable, SharedData.hint))
    func recorded() async throws {
        let key = Samples.bitcoin
        var random = SeededGenerator(seed: 7)
        let versions = Array(try Samples.recorded("data/replay/BTCUSDT-1m.csv.gz").prefix(6000))
        let store = try await store()
        let late = versions.filter { _ in Int.random(in: 0..<10, using: &random) == 0 }
        _ = try await store.write(StoreBatch(candles: [key: late.shuffled(using: &random)]))
        _ = try await store.write(StoreBatch(candles: [key: versions]))
        #expect(try await store.candles(key).versions == versions)
    }
}

extension CandleStore {
    fileprivate func setWALLimit(_ bytes: Int64) { walLimit = bytes }

    fileprivate func walSize() throws -> Int {
        try pool.writeWithoutTransaction { db in
            let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
            return (row?["log"] as Int? ?? 0) * 4120
        }
    }
}
