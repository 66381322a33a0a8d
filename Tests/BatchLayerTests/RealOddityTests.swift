import BatchLayer
import Candles
import ServingLayer
import TestSupport
import Testing

/// The oddities of recorded data: each is fetched as it is, named, and rolled up as the exchange did.
@Suite("Oddities of real data", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RealOddityTests {
    let folder: TemporaryFolder
    let store: CandleStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try await CandleStore.open(directory: folder.path, command: "test")
    }

    static func symbol(_ name: String) throws -> Symbol { try Symbol(name) }

    private func fetch(
        _ exchange: RecordedExchange, _ key: SeriesKey, now: String, source: BackfillRequest.Source = .auto
    ) async throws -> BackfillReport {
        try await Backfill(source: exchange.source(now: time(now)), store: store).run(
            BackfillRequest(symbols: [key.symbol], ranges: [.init(key.interval)], source: source))
    }

    private func gaps(_ key: SeriesKey) async throws -> [Gap] {
        try await SeriesGaps.read([key], in: store).flatMap(\.gaps)
    }

    @Test(
        "2018-02: hours off the grid are kept as they are and roll up to the recorded days where none crosses midnight",
        arguments: [BackfillRequest.Source.archive, .rest])
    func offTheGrid(source: BackfillRequest.Source) async throws {
        let key = SeriesKey(try Self.symbol("LTCUSDT"), .h1)
        let hours = try RecordedExchange.read(
            "data/klines_1h/LTCUSDT_listing-2022_ohlcv.csv.gz", key, times: "timestamp")
        let exchange = RecordedExchange(candles: [key: hours])
        _ = try await fetch(exchange, key, now: "2018-03-20T00:00:00Z", source: source)
        let held = try await store.candles(key).versions.filter(\.isClosed).map(\.openTime)
        #expect(held == hours.map(\.openTime).filter { $0 < time("2018-03-20") })
        let ranges = try await store.heldRanges(key)
        #expect(ranges.offGrid == 43)
        let outages = try await gaps(key)
        #expect(outages.map(\.reason) == [.outage, .outage])
        #expect(outages[1].range == TimeRange(time("2018-02-08T01:00:00Z"), time("2018-02-09T09:00:00Z")))
        let recorded = try RecordedExchange.replay(SeriesKey(key.symbol, .d1))
        let days = Dictionary(uniqueKeysWithValues: try await store.daily(key.symbol).map { ($0.day, $0) })
        // On these days an hour reaches over midnight, so hours cannot say what the day was.
        let cut = ["2018-02-09", "2018-02-10", "2018-02-11"].map { time($0).day }
        for day in recorded where day.openTime < time("2018-03-19") {
            let made = try #require(days[day.openTime.day], "\(day.openTime)")
            guard !cut.contains(made.day) else { continue }
            #expect(made.values.open == day.values.open && made.values.close == day.values.close)
            #expect(made.values.high == day.values.high && made.values.low == day.values.low)
            let (sum, volume) = (made.values.baseVolume ?? 0, day.values.baseVolume ?? -1)
            #expect(abs(sum - volume) <= 1e-9 * volume, "\(made.day): \(sum) and \(volume)")
        }
        // Nothing is lost: the four days from the outage to the return to the grid add up.
        let range = time("2018-02-08")..<time("2018-02-12")
        let sums = [
            recorded.filter { range.contains($0.openTime) }.reduce(0) { $0 + ($1.values.baseVolume ?? 0) },
            days.values.filter { range.contains($0.day.start) }.reduce(0) {
                $0 + ($1.values.baseVolume ?? 0)
            },
        ]
        #expect(abs(sums[0] - sums[1]) <= 1e-9 * sums[0])
        // With the recorded days beside the hours, the days are served as recorded.
        let daily = RecordedExchange(candles: [key: hours, SeriesKey(key.symbol, .d1): recorded])
        _ = try await fetch(daily, SeriesKey(key.symbol, .d1), now: "2018-03-20T00:02:00Z")
        for row in try await store.daily(key.symbol) where cut.contains(row.day) {
            let day = recorded.first { $0.openTime.day == row.day }
            #expect(row.values.close == day?.values.close && row.values.baseVolume == day?.values.baseVolume)
        }
    }

    @Test("A slot into which a candle off the grid reaches, and that has none, is off the grid and no outage")
    func offTheGridSlot() async throws {
        let key = SeriesKey(try Self.symbol("LTCUSDT"), .h1)
        var hours = try RecordedExchange.read(
            "data/klines_1h/LTCUSDT_listing-2022_ohlcv.csv.gz", key, times: "timestamp")
        // The last hour off the grid, 03:28 to 04:28, and the next one on it without its first.
        hours.removeAll { $0.openTime == time("2018-02-11T04:00:00Z") }
        _ = try await fetch(RecordedExchange(candles: [key: hours]), key, now: "2018-03-20T00:00:00Z")
        let found = try await gaps(key).filter { $0.range.start > time("2018-02-10") }
        #expect(found.map(\.reason) == [.offGrid] && found.map(\.count) == [1])
    }

    @Test(
        "2023-03-24: the halt is an outage of 80 minutes, and the quiet minutes before it are candles",
        arguments: [BackfillRequest.Source.archive, .rest])
    func halt(source: BackfillRequest.Source) async throws {
        let symbol = try Self.symbol("ETHUSDT")
        let (minutes, hours) = (SeriesKey(symbol, .m1), SeriesKey(symbol, .h1))
        let exchange = RecordedExchange(candles: [
            minutes: try RecordedExchange.replay(minutes), hours: try RecordedExchange.replay(hours),
        ])
        _ = try await fetch(exchange, minutes, now: "2023-04-16T00:00:00Z", source: source)
        _ = try await fetch(exchange, hours, now: "2023-04-16T00:00:00Z", source: source)
        let outage = try await gaps(minutes)
        #expect(
            outage.map(\.range) == [TimeRange(time("2023-03-24T12:40:00Z"), time("2023-03-24T14:00:00Z"))])
        #expect(outage.map(\.count) == [80] && outage.map(\.reason) == [.outage])
        let day = try await store.candles(minutes, in: TimeRange(time("2023-03-24"), time("2023-03-25")))
        #expect(day.versions.count == 1360)
        #expect(day.versions.count { $0.values.baseVolume == 0 } == 72)
        #expect(try await gaps(hours).map(\.count) == [1])
        let row = try #require(try await store.daily(symbol).first { $0.day == time("2023-03-24").day })
        #expect(row.isClosed, "a day with a known outage is complete")
    }

    @Test("A listing in the middle of a day: nothing is missing before it, and its first candle is kept")
    func listing() async throws {
        let key = SeriesKey(try Self.symbol("APTUSDT"), .m30)
        let rows = try RecordedExchange.read(
            "data/klines_30m_newer_listings/APTUSDT.csv.gz", key, times: "timestamp")
        let exchange = RecordedExchange(candles: [key: rows])
        let report = try await fetch(exchange, key, now: "2022-12-10T00:00:00Z", source: .archive)
        #expect(report.archives == 10, "two months, that of the listing too, and eight days")
        #expect(report.series[0].first == time("2022-10-19T01:00:00Z"))
        #expect(report.series[0].gaps.isEmpty && report.requests == 2)
        #expect(try await store.candles(key)[time("2022-10-19T01:00:00Z")]?.values.high == 100)
        let whole = try await SeriesGaps.read([key], from: time("2022-10-01"), in: store).flatMap(\.gaps)
        #expect(whole.map(\.reason) == [.beforeListing])
    }

    @Test(
        "LUNAUSDT: the days between the old and the new coin are an outage, and after the end it is delisted")
    func delisted() async throws {
        let key = SeriesKey(try Self.symbol("LUNAUSDT"), .d1)
        let rows = try RecordedExchange.read(
            "data/klines_1d_delisted/LUNAUSDT.csv.gz", key, times: "timestamp")
        var exchange = RecordedExchange(candles: [key: rows])
        exchange.statuses[key.symbol] = "BREAK"
        // The last day was running when it was recorded.
        let running = try await fetch(exchange, key, now: "2022-06-05T10:00:00Z")
        #expect(running.series[0].last == time("2022-06-04"))
        #expect(try await gaps(key).map(\.reason) == [.outage])
        #expect(try await gaps(key).map(\.count) == [17])
        _ = try await fetch(exchange, key, now: "2022-09-01T10:00:00Z")
        let found = try await gaps(key)
        #expect(found.map(\.reason) == [.outage, .afterDelisting, .halted])
        #expect(found[1].range.start == time("2022-06-06"))
        let again = Witness()
        let later = try await Backfill(source: exchange.source(now: time("2022-10-01"), again), store: store)
            .run(BackfillRequest(symbols: [key.symbol], ranges: [.init(.d1)]))
        #expect(again.queries.count <= 2 && later.isComplete)
    }

    @Test("A symbol that is halted says so, and not that its candles are still to come")
    func halted() async throws {
        let key = SeriesKey(try Self.symbol("ANTUSDT"), .d1)
        let rows = try RecordedExchange.read(
            "data/klines_1d_delisted/ANTUSDT.csv.gz", key, times: "timestamp")
        var exchange = RecordedExchange(candles: [key: rows])
        exchange.statuses[key.symbol] = "HALT"
        _ = try await fetch(exchange, key, now: "2022-06-10T10:00:00Z")
        #expect(try await gaps(key).map(\.reason) == [.halted])
        exchange.statuses[key.symbol] = "TRADING"
        _ = try await fetch(exchange, key, now: "2022-06-10T10:02:00Z")
        #expect(try await gaps(key).map(\.reason) == [.notYetKnown])
    }
}
