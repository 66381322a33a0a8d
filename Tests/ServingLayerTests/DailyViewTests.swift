import Candles
import GRDB
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Daily view in the store")
struct DailyViewTests {
    let directory: TemporaryDirectory
    let store: CandleStore
    let minutes = Samples.bitcoin
    let daily = Samples.key("BTCUSDT", .d1)
    let day = Samples.day

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
    }

    func rows() async throws -> [ServedDay] { try await store.daily(minutes.symbol) }

    func write(_ key: SeriesKey, _ versions: [CandleVersion], covering range: TimeRange? = nil) async throws {
        let answers = range.map { [Coverage.Answer(range: $0, answeredAt: $0.end + 1)] } ?? []
        _ = try await store.write(StoreBatch(candles: [key: versions], coverage: [key: answers]))
    }

    @Test("A day of all minutes is their roll-up and is closed")
    func wholeDay() async throws {
        try await write(minutes, Samples.candles(of: day, .m1))
        let row = try #require(try await rows().first)
        #expect(row.isClosed)
        #expect(row.minutes == 1440)
        #expect(row.origin == .batch)
        #expect(row.vintage == .rest)
        #expect(row.values.open == 100)
        #expect(row.values.trades == 14_400)
        #expect(row.values.takerBaseVolume == nil, "the view has no column for it")
    }

    @Test("A day with an outage is closed with fewer minutes, once a later candle shows that it was one")
    func outage() async throws {
        let covered = TimeRange(day.start, day.end)
        try await write(minutes, Samples.candles(of: day, .m1, without: 1360..<1440), covering: covered)
        #expect(try await rows().map(\.isClosed) == [false], "an empty answer at the end is not yet known")
        try await write(minutes, [Samples.version(.m1, day.end, vintage: .streamClosed)])
        let rows = try await rows()
        #expect(rows.map(\.isClosed) == [true, false])
        #expect(rows.map(\.minutes) == [1360, 1])
        #expect(rows.map(\.origin) == [.batch, .speed])
    }

    @Test("An empty answer before the first candle becomes an outage when an earlier candle arrives")
    func outageBeforeFirst() async throws {
        let first = day.advanced(by: 9)
        let covered = TimeRange(first.start, first.end)
        try await write(minutes, Samples.candles(of: first, .m1, without: 0..<100), covering: covered)
        // Daily candles between keep the days between from being made again for another reason.
        try await write(daily, (1..<8).map { Samples.version(.d1, day.advanced(by: $0).start) })
        #expect(try await rows().last?.isClosed == false)
        try await write(minutes, [Samples.version(.m1, day.start)])
        #expect(try await rows().last?.isClosed == true)
    }

    @Test("A day with minutes that nobody asked for is open")
    func partialDay() async throws {
        try await write(minutes, Samples.candles(of: day, .m1, without: 100..<101))
        #expect(try await rows().map(\.isClosed) == [false])
        let hole = TimeRange(day.start + 100 * 60_000, day.start + 101 * 60_000)
        try await write(minutes, [], covering: hole)
        #expect(try await rows().map(\.isClosed) == [true], "the exchange says that there was none")
    }

    @Test("The closed daily candle is served, with the number of minutes held beside it")
    func dailyCandle() async throws {
        try await write(minutes, Samples.candles(of: day, .m1, without: 0..<40))
        try await write(daily, [Samples.version(.d1, day.start, close: 555)])
        let row = try #require(try await rows().first)
        #expect(row.values.close == 555)
        #expect(row.minutes == 1400)
        #expect(row.isClosed)
    }

    @Test("An open day is what has seen most trades")
    func openDay() async throws {
        try await write(daily, [Samples.version(.d1, day.start, close: 50, trades: 5, vintage: .open)])
        #expect(try await rows().map(\.values.close) == [50])
        try await write(
            minutes, [Samples.version(.m1, day.start, close: 60, trades: 9, vintage: .streamClosed)])
        #expect(try await rows().map(\.values.close) == [60])
        try await write(daily, [Samples.version(.d1, day.start, close: 70, trades: 12, vintage: .open)])
        let row = try #require(try await rows().first)
        #expect(row.values.close == 70)
        #expect(row.minutes == 1)
        #expect(!row.isClosed)
        #expect(row.origin == .speed)
    }

    @Test("Days without candles are filled with the close before, and refilled when that changes")
    func filledDays() async throws {
        try await write(
            daily,
            [0, 4].map { Samples.version(.d1, day.advanced(by: $0).start, close: 10, vintage: .archive) })
        #expect(try await rows().map(\.origin) == [.batch, .filled, .filled, .filled, .batch])
        try await write(daily, [Samples.version(.d1, day.start, close: 30, vintage: .rest)])
        #expect(try await rows().map(\.values.close) == [30, 30, 30, 30, 10])
        #expect(try await rows()[1].values.baseVolume == 0)
        try await write(daily, [Samples.version(.d1, day.advanced(by: 2).start, close: 7)])
        #expect(try await rows().map(\.values.close) == [30, 30, 7, 7, 10])
    }

    @Test("Only days of the symbol's own candles count")
    func symbols() async throws {
        try await write(daily, [Samples.version(.d1, day.start)])
        try await write(Samples.key("ETHUSDT", .d1), [Samples.version(.d1, day.advanced(by: 5).start)])
        try await write(
            Samples.key("ADAUSDT", .w1), [Samples.version(.w1, Interval.w1.slot(containing: day.start))])
        #expect(try await rows().map(\.day) == [day])
        #expect(try await store.daily(Samples.symbol("ETHUSDT")).count == 1)
        #expect(try await store.daily(Samples.symbol("ADAUSDT")).isEmpty)
    }

    @Test("A write to the newest day makes no more than two rows again")
    func newestDay() async throws {
        let days = (0..<120).map { day.advanced(by: $0) }
        try await write(daily, days.map { Samples.version(.d1, $0.start) })
        let today = day.advanced(by: 120)
        let first = try await store.write(
            StoreBatch(candles: [minutes: [Samples.version(.m1, today.start, vintage: .streamClosed)]]))
        #expect(first.days <= 2)
        let second = try await store.write(
            StoreBatch(candles: [
                minutes: [Samples.version(.m1, today.start + 60_000, vintage: .streamClosed)]
            ]))
        #expect(second.days == 1)
        let old = try await store.write(
            StoreBatch(candles: [
                daily: [Samples.version(.d1, day.advanced(by: 10).start, close: 3, trades: 99)]
            ]))
        #expect(old.days <= 3)
    }

    @Test("Dropping the table and building it again gives the same rows")
    func dropped() async throws {
        try await write(daily, [0, 1, 4].map { Samples.version(.d1, day.advanced(by: $0).start, close: 10) })
        try await write(minutes, Samples.candles(of: day.advanced(by: 5), .m1))
        let before = try await rows()
        try await directory.outsider().write { try $0.execute(sql: "DROP TABLE daily") }
        #expect(try await rows().isEmpty)
        let summary = try await store.refreshDaily(minutes.symbol)
        #expect(try await rows() == before)
        #expect(summary.rows == 6)
        #expect(summary.filled == 2)
        #expect(summary.closed == 6)
        #expect(summary.first == day)
        try await directory.outsider().write { try $0.execute(sql: "DROP TABLE daily") }
        try await write(minutes, [Samples.version(.m1, day.advanced(by: 6).start)])
        #expect(try await rows().dropLast() == before[...])
    }

    @Test("Rows that somebody deleted come back with the next write")
    func deletedRows() async throws {
        try await write(
            daily, (0..<50).map { Samples.version(.d1, day.advanced(by: $0).start, close: Double($0 + 5)) })
        let before = try await rows()
        try await directory.outsider().write {
            try $0.execute(
                sql: "DELETE FROM daily WHERE date = ?", arguments: [day.advanced(by: 44).description])
        }
        try await write(daily, [Samples.version(.d1, day.advanced(by: 49).start, close: 500, vintage: .open)])
        #expect(
            try await rows().count == 49, "the join did not let the open candle in, so nothing was written")
        try await write(daily, [Samples.version(.d1, day.advanced(by: 50).start, close: 500)])
        #expect(try await rows().dropLast() == before[...])
    }

    /// Property: after any writes, the rows are those of a full rebuild.
    @Test("Any sequence of writes gives the rows of a full rebuild", arguments: 0..<40 as Range<UInt64>)
    func incremental(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let span = [6, 45, 400].randomElement(using: &random) ?? 6
        for step in 0..<25 {
            let batch = Self.batch(&random, span: span)
            _ = try await store.write(batch)
            guard step % 5 == 4 || step < 3 else { continue }
            let incremental = try await rows()
            _ = try await store.refreshDaily(minutes.symbol)
            let rebuilt = try await rows()
            let difference = zip(incremental, rebuilt).first { $0 != $1 }
            #expect(incremental == rebuilt, "step \(step): \(String(describing: difference))")
        }
    }

    static func batch(_ random: inout SeededGenerator, span: Int) -> StoreBatch {
        var batch = StoreBatch()
        for interval in [Interval.h8, .h12, .d1, .w1] where Bool.random(using: &random) {
            let key = Samples.key("BTCUSDT", interval)
            let length = interval.milliseconds ?? 0
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let offset = Int64.random(in: 0..<Int64(span), using: &random) * UTCDay.milliseconds
                let first = interval.slot(containing: Samples.day.start + offset)
                let run = Int.random(in: 1...7, using: &random)
                let close = Double(Int.random(in: 1...999, using: &random)) / 10
                batch.candles[key, default: []] += (0..<run).map { slot in
                    Samples.version(
                        interval, first + Int64(slot) * length, close: close,
                        trades: .random(in: 1...9, using: &random),
                        vintage: Samples.vintages.randomElement(using: &random) ?? .rest)
                }
                guard Bool.random(using: &random) else { continue }
                let start = first - Int64.random(in: 0...9, using: &random) * length
                let range = TimeRange(start, first + Int64.random(in: 1...12, using: &random) * length)
                let late = Int64.random(in: -1...20, using: &random) * UTCDay.milliseconds
                batch.coverage[key, default: []].append(
                    Coverage.Answer(range: range, answeredAt: range.end + late))
            }
        }
        return batch
    }
}
