import BatchLayer
import Binance
import Candles
import GRDB
import ServingLayer
import Synchronization
import Testing

/// What a test counts and hears.
final class Witness: Sendable {
    private let asked = Mutex<[KlineQuery]>([])
    private let askedFiles = Mutex<[ArchiveFile]>([])
    private let heard = Mutex<[BackfillEvent]>([])

    var queries: [KlineQuery] { asked.withLock { $0 } }
    var events: [BackfillEvent] { heard.withLock { $0 } }
    var damaged: [DamagedChunk] {
        events.compactMap { if case .damaged(let chunk) = $0 { chunk } else { nil } }
    }

    func ask(_ query: KlineQuery) -> Int {
        asked.withLock { queries in
            queries.append(query)
            return queries.count
        }
    }

    var files: [ArchiveFile] { askedFiles.withLock { $0 } }
    func ask(_ file: ArchiveFile) { askedFiles.withLock { $0.append(file) } }

    func hear(_ event: BackfillEvent) { heard.withLock { $0.append(event) } }
}

@Suite("Backfill")
struct BackfillTests {
    static let now = time("2025-06-29T12:30:40Z")
    static let minutes = FakeExchange(
        interval: .m1, listing: time("2025-06-20"),
        outages: [TimeRange(time("2025-06-28T03:00:00Z"), time("2025-06-28T04:00:00Z"))])
    static let days = FakeExchange(interval: .d1, listing: time("2017-08-17"))

    let folder: TemporaryFolder
    let store: CandleStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try await CandleStore.open(directory: folder.path, command: "test")
    }

    /// An exchange of minutes and days, which fails at one question if it is told to.
    static func source(
        _ witness: Witness, now: OpenTime = now, kind: ExchangeSource = .recorded, failsAt: Int? = nil
    ) -> CandleSource {
        CandleSource(
            serverTime: { () throws(BinanceError) in now },
            kind: { () throws(BinanceError) in kind },
            klines: { (query) throws(BinanceError) in
                if witness.ask(query) == failsAt {
                    throw .unreachable(url: "http://127.0.0.1", reason: "test")
                }
                let answer = (query.key.interval == .m1 ? minutes : days).answer(query)
                return KlinePage(closed: answer.closed, running: answer.running)
            },
            archive: { (file, now, _) throws(BinanceError) in
                witness.ask(file)
                return (file.key.interval == .m1 ? minutes : days).archive(file, at: now)
            })
    }

    private func run(
        _ source: CandleSource, _ witness: Witness,
        request: BackfillRequest = .standard(symbols: [bitcoin], now: now), dryRun: Bool = false,
        itemsPerWrite: Int = 2, threads: Int = 4
    ) async throws -> BackfillReport {
        var limits = Backfill.Limits(threads: threads)
        limits.itemsPerWrite = itemsPerWrite
        return try await Backfill(
            source: source, store: store, limits: limits, progress: { witness.hear($0) }
        ).run(request, dryRun: dryRun)
    }

    @Test("The standard request fills an empty store, says what is missing and why, and shows today as open")
    func fillsEmptyStore() async throws {
        let witness = Witness()
        let report = try await run(Self.source(witness), witness)
        #expect(
            report.isComplete && !report.wasComplete && report.fetched == 2873 + 4 * 1440 - 60 - 690)
        #expect(report.series.map(\.key.interval) == [.d1, .m1])
        #expect(report.series.map(\.first) == [time("2017-08-17"), time("2025-06-26")])
        #expect(report.series.map(\.last) == [time("2025-06-28"), time("2025-06-29T12:29:00Z")])
        #expect(report.series[1].gaps.map(\.reason) == [.outage])
        #expect(report.series[1].missing(.outage) == 60)
        let daily = try await store.daily(bitcoin)
        #expect(daily.last?.day == Self.now.day && daily.last?.isClosed == false)
        #expect(daily.count == 2874)
        let plans = witness.events.compactMap { if case .planned(let plan) = $0 { plan } else { nil } }
        #expect(report.series.map(\.archives) == [0, 3] && witness.files.count == 3)
        #expect(plans.count == 3, "the daily plan is told again once its first candle is known")
        #expect(plans.map(\.needsListing) == [true, false, false])
    }

    @Test("Run again at once, nothing is asked; a minute later each running candle costs one small request")
    func secondRun() async throws {
        let first = Witness()
        _ = try await run(Self.source(first), first)
        let second = Witness()
        let report = try await run(Self.source(second), second)
        #expect(report.wasComplete && report.isComplete && report.fetched == 0)
        #expect(second.queries.isEmpty && second.files.isEmpty)
        let later = Self.now + 60_000
        let third = Witness()
        let next = try await run(
            Self.source(third, now: later), third, request: .standard(symbols: [bitcoin], now: later))
        #expect(next.isComplete && next.fetched == 1)
        #expect(third.queries.count == 2 && third.queries.allSatisfy { $0.limit <= 3 })
        let fourth = Witness()
        let past = BackfillRequest(
            symbols: [bitcoin],
            ranges: [
                .init(.d1, to: time("2025-06-29")),
                .init(.m1, from: time("2025-06-27"), to: time("2025-06-29")),
            ])
        #expect(try await run(Self.source(fourth, now: later + 90_000), fourth, request: past).wasComplete)
        #expect(fourth.queries.isEmpty)
    }

    @Test("A dry run asks for nothing but the first candle, says what it would do, and writes nothing")
    func dryRun() async throws {
        let witness = Witness()
        let report = try await run(Self.source(witness), witness, dryRun: true)
        #expect(report.isDryRun && !report.wasComplete && witness.files.isEmpty)
        #expect(witness.queries.map(\.limit) == [1])
        #expect(report.series.map(\.plan.needsListing) == [false, false])
        #expect(report.series[0].plan.slots == 2874 && report.series[1].plan.slots == 3 * 1440 + 751)
        #expect(report.cost.requests == 3 + 3 * 2 + 1)
        #expect(try await store.keys().isEmpty)
        #expect(try await store.source() == nil)
    }

    @Test(
        "A run that fails at any question keeps what it wrote, says what failed, and the next asks only for the rest",
        arguments: 1...7)
    func failure(at question: Int) async throws {
        let first = Witness()
        let source = Self.source(first, failsAt: question)
        let failed = try await run(source, first, request: Self.pages, itemsPerWrite: 1)
        #expect(!failed.isComplete && failed.failures.count == 1)
        if question > 1 {
            #expect(
                try await store.failures(failed.failures[0].key).map(\.range) == [failed.failures[0].range])
        }
        let second = Witness()
        let report = try await run(Self.source(second), second, request: Self.pages)
        #expect(report.isComplete)
        #expect(try await store.failures(failed.failures[0].key).isEmpty)
        // Every answer but the failed one was written, so in all no page is asked for twice.
        let whole = Witness()
        let other = try await CandleStore.open(directory: folder.path + "/other", command: "test")
        _ = try await Backfill(source: Self.source(whole), store: other).run(Self.pages)
        #expect(first.queries.count - 1 + second.queries.count <= whole.queries.count + 2)
        for key in try await other.keys() {
            #expect(try await store.candles(key) == other.candles(key))
        }
    }

    /// The standard request without the archive.
    static let pages = BackfillRequest.standard(symbols: [bitcoin], now: now, source: .rest)

    @Test("A damaged chunk is set aside, told, and fetched again")
    func damagedChunk() async throws {
        let first = Witness()
        _ = try await run(Self.source(first), first)
        let key = SeriesKey(bitcoin, .d1)
        let whole = try await store.candles(key)
        try await store.close()
        let queue = try DatabaseQueue(path: folder.path + "/candlecast.db")
        try await queue.write { db in
            try db.execute(
                sql: """
                    UPDATE chunk SET data = zeroblob(length(data)) WHERE day = ? AND series =
                    (SELECT id FROM series WHERE interval = '1d')
                    """, arguments: [time("2025-01-01").day.number])
        }
        try queue.close()
        let reopened = try await CandleStore.open(directory: folder.path, command: "test")
        let dry = Witness()
        let plan = try await Backfill(source: Self.source(dry), store: reopened, progress: { dry.hear($0) })
            .run(.init(symbols: [bitcoin], ranges: [.init(.d1)]), dryRun: true)
        #expect(plan.series.first?.plan.steps.first?.slots == 179)
        #expect(try await reopened.damaged().isEmpty, "a dry run sets nothing aside")

        let second = Witness()
        let report = try await Backfill(
            source: Self.source(second), store: reopened, progress: { second.hear($0) }
        )
        .run(.standard(symbols: [bitcoin], now: Self.now))
        #expect(second.damaged.map(\.day) == [time("2025-01-01").day])
        #expect(report.isComplete && report.fetched == 179)
        #expect(try await reopened.candles(key) == whole)
    }

    @Test("A store of one source refuses another, also in a dry run", arguments: [true, false])
    func mixedSource(dryRun: Bool) async throws {
        let witness = Witness()
        _ = try await run(Self.source(witness), witness)
        await #expect(throws: BatchError.self) {
            try await run(Self.source(witness, kind: .simulated(seed: 7)), witness, dryRun: dryRun)
        }
    }

    @Test("A refetch replaces a candle that the exchange has corrected, and tells of both")
    func refetch() async throws {
        let key = SeriesKey(bitcoin, .d1)
        let day = time("2025-06-10")
        let wrong = try CandleValues(
            open: 1, high: 2, low: 1, close: 2, closeTime: day + 86_400_000, baseVolume: 3, quoteVolume: 4,
            trades: 1000)
        let closed = CandleVersion(ClosedCandle(openTime: day, values: wrong), from: .rest)
        _ = try await store.write(StoreBatch(candles: [key: [closed]]))
        let witness = Witness()
        let range = BackfillRequest.SeriesRange(.d1, from: day, to: day + 86_400_000, isRefetch: true)
        let report = try await run(
            Self.source(witness), witness, request: .init(symbols: [bitcoin], ranges: [range]))
        #expect(report.fetched == 1 && report.disagreements.map(\.held) == [closed])
        #expect(try await store.candles(key)[day]?.values.trades == 10)
    }

    @Test("The exchange's refusal of a symbol ends the run before anything is asked or written")
    func unknownSymbol() async throws {
        let witness = Witness()
        let refusing = CandleSource(
            serverTime: { () throws(BinanceError) in Self.now },
            symbols: { (_) throws(BinanceError) in
                throw .unknownSymbol(["BTCUSTD"], nearMatches: ["BTCUSDT"])
            },
            klines: { (query) throws(BinanceError) in
                _ = witness.ask(query)
                return KlinePage(closed: [], running: nil)
            })
        do {
            _ = try await run(refusing, witness)
            Issue.record("it must be refused")
        } catch let error as BatchError {
            guard case .exchange(.unknownSymbol(let names, _)) = error else { throw error }
            #expect(names == ["BTCUSTD"] && !error.remedy.isEmpty)
        }
        #expect(witness.queries.isEmpty)
        #expect(try await store.source() == nil)
    }

    @Test("A cancelled run says that it was cancelled")
    func cancellation() async throws {
        let witness = Witness()
        let waiting = CandleSource(
            serverTime: { () throws(BinanceError) in Self.now },
            klines: { (query) throws(BinanceError) in
                _ = witness.ask(query)
                do { try await Task.sleep(for: .seconds(60)) } catch { throw .cancelled }
                return KlinePage(closed: [], running: nil)
            })
        let task = Task { try await run(waiting, witness) }
        let deadline = ContinuousClock.now + .seconds(20)
        while witness.queries.isEmpty, ContinuousClock.now < deadline { await Task.yield() }
        task.cancel()
        do {
            _ = try await task.value
            Issue.record("it must end with an error")
        } catch let error as BatchError {
            guard case .cancelled = error else { throw error }
        }
    }
}
