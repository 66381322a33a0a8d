import Binance
import Candles
import EventLog
@_spi(TestKit) import ServiceLifecycle
import SpeedLayer
import Synchronization
import Testing

@Suite("Producer")
struct ProducerTests {
    static let start = time("2025-06-29T00:10:00Z")

    static func minute(_ index: Int64) -> OpenTime { start + index * 60_000 }

    let folder: TemporaryFolder
    let log: EmbeddedLog

    init() throws {
        folder = try TemporaryFolder()
        log = try EmbeddedLog.open(directory: folder.path, access: .append)
    }

    static func options(until: OpenTime? = nil, follow: Duration? = nil) -> ProducerOptions {
        ProducerOptions(symbols: [bitcoin], until: until, follow: follow, linger: .milliseconds(1))
    }

    func candles() async throws -> [CandleRecord] {
        try await log.read(topic: Topic.candles, partition: 0, from: 0, limit: 100_000)
            .map { try CandleRecord(json: $0.value) }
    }

    /// The open times of the closed candles of a series in the log, each once, in order of time.
    static func closed(_ records: [CandleRecord], _ key: SeriesKey = minutes) -> [OpenTime] {
        Set(records.filter { $0.key == key && $0.version.isClosed }.map(\.version.openTime)).sorted()
    }

    static func slots(_ from: OpenTime, _ to: OpenTime) -> [OpenTime] {
        stride(from: from.milliseconds, to: to.milliseconds, by: 60_000).map { OpenTime(milliseconds: $0) }
    }

    @Test(
        "From the first start of a day to a given time, the log holds every closed minute and the day so far")
    func untilTime() async throws {
        let market = FakeMarket(
            now: Self.start,
            scripts: [.init(events: FakeMarket.events(TimeRange(Self.start, Self.minute(9))))])
        let summary = Mutex<ProducerSummary?>(nil)
        let producer = Producer(source: market.source, log: log, options: Self.options(until: Self.minute(5)))
        { event in
            if case .stopped(let what) = event { summary.withLock { $0 = what } }
        }
        try await producer.run()
        let records = try await candles()
        #expect(Self.closed(records) == Self.slots(time("2025-06-29"), Self.minute(5)))
        #expect(records.allSatisfy { $0.eventTime <= Self.minute(5) }, "nothing after the end")
        #expect(records.contains { $0.key == days && !$0.version.isClosed })
        let prices = try await log.read(topic: Topic.prices, partition: 0, from: 0, limit: 10_000)
        #expect(prices.count == 150 || prices.count == 151)
        #expect(try PriceRecord(json: prices[0].value).price == 2)
        let figures = try #require(summary.withLock { $0 })
        #expect(figures.reason == .reachedTime && figures.symbols.map(\.symbol) == [bitcoin])
        #expect(figures.records == records.count + prices.count)
        #expect(figures.symbols.first?.price == 2 && producer.finished.isRaised)
    }

    @Test("What is lost between two connections is filled by REST once the second one is up")
    func reconnect() async throws {
        let market = FakeMarket(
            now: Self.start,
            scripts: [
                .init(events: FakeMarket.events(TimeRange(Self.start, Self.minute(2) + 20_000))),
                .init(events: FakeMarket.events(TimeRange(Self.minute(5) + 4000, Self.minute(7)))),
            ])
        try await Producer(source: market.source, log: log, options: Self.options(until: Self.minute(7)))
            .run()
        let records = try await candles()
        #expect(Self.closed(records) == Self.slots(time("2025-06-29"), Self.minute(7)))
        let filled = records.filter { $0.version.vintage == .rest }.map(\.version.openTime)
        #expect(filled.contains(Self.minute(3)) && filled.contains(Self.minute(4)))
        #expect(market.connections >= 2)
    }

    @Test("An announced shutdown is answered with a new connection at once")
    func serverShutdown() async throws {
        let market = FakeMarket(
            now: Self.start,
            scripts: [
                .init(
                    events: FakeMarket.events(TimeRange(Self.start, Self.minute(1)))
                        + [.serverShutdown(Self.minute(1))], ending: nil),
                .init(events: FakeMarket.events(TimeRange(Self.minute(2), Self.minute(3)))),
            ])
        let pauses = Mutex<[Duration]>([])
        let producer = Producer(source: market.source, log: log, options: Self.options(until: Self.minute(3)))
        { event in
            if case .disconnected(_, let pause) = event { pauses.withLock { $0.append(pause) } }
        }
        try await producer.run()
        #expect(pauses.withLock { $0.first } == .zero)
        #expect(Self.closed(try await candles()) == Self.slots(time("2025-06-29"), Self.minute(3)))
    }

    @Test("A closed candle that the stream leaves out is fetched without a reconnect")
    func lostEvent() async throws {
        let events = FakeMarket.events(TimeRange(Self.start, Self.minute(4))).filter { event in
            if case .kline(_, let version, _) = event, version.isClosed {
                version.openTime != Self.minute(1)
            } else {
                true
            }
        }
        let market = FakeMarket(now: Self.start, scripts: [.init(events: events)])
        try await Producer(source: market.source, log: log, options: Self.options(until: Self.minute(4)))
            .run()
        let records = try await candles()
        #expect(Self.closed(records) == Self.slots(time("2025-06-29"), Self.minute(4)))
        #expect(
            records.first { $0.version.openTime == Self.minute(1) && $0.version.isClosed }?.version.vintage
                == .rest)
        #expect(market.connections == 1)
    }

    @Test("A fill that fails for a while is tried again, and no closed minute is missing in the end")
    func failingFill() async throws {
        let failure = BinanceError.unreachable(url: "http://127.0.0.1", reason: "test")
        let market = FakeMarket(
            now: Self.start,
            scripts: [.init(events: FakeMarket.events(TimeRange(Self.start, Self.minute(30))))],
            failures: [failure, failure])
        let failed = Mutex(0)
        let producer = Producer(
            source: market.source, log: log, options: Self.options(until: Self.minute(30))
        ) { event in
            if case .fillFailed = event { failed.withLock { $0 += 1 } }
        }
        try await producer.run()
        #expect(failed.withLock { $0 } > 0)
        #expect(Self.closed(try await candles()) == Self.slots(time("2025-06-29"), Self.minute(30)))
    }

    @Test("A failure that no waiting can mend ends the run with that error")
    func hopeless() async throws {
        let market = FakeMarket(
            now: Self.start, scripts: [.init(events: [], ending: .geoBlocked(host: "127.0.0.1"))])
        do {
            try await Producer(source: market.source, log: log, options: Self.options()).run()
            Issue.record("it must end with an error")
        } catch let error as SpeedError {
            guard case .exchange(.geoBlocked) = error else { throw error }
            #expect(!error.isRetriable && !error.remedy.isEmpty)
        }
    }

    @Test("A second run goes on after the last closed candle of the log, or of the store if that is later")
    func resuming() async throws {
        let first = FakeMarket(
            now: Self.start,
            scripts: [.init(events: FakeMarket.events(TimeRange(Self.start, Self.minute(3))))])
        try await Producer(source: first.source, log: log, options: Self.options(until: Self.minute(3))).run()
        let second = FakeMarket(now: Self.minute(8) + 30_000)
        try await Producer(source: second.source, log: log, options: Self.options(follow: .zero)).run()
        #expect(second.queries.first { $0.key == minutes }?.from == Self.minute(3))
        #expect(Self.closed(try await candles()) == Self.slots(time("2025-06-29"), Self.minute(8)))
        #expect(second.connections == 0, "to follow for no time opens no stream")
        let third = FakeMarket(now: Self.minute(20))
        try await Producer(
            source: third.source, log: log, options: Self.options(follow: .zero),
            heldUntil: [minutes: Self.minute(15)]
        ).run()
        #expect(third.queries.first { $0.key == minutes }?.from == Self.minute(16))
    }

    @Test("A long fill is fetched page by page")
    func pages() async throws {
        let market = FakeMarket(now: Self.minute(60) + 1)
        var options = Self.options(follow: .zero)
        options.pageLimit = 7
        options.batchSize = 10
        try await Producer(source: market.source, log: log, options: options).run()
        #expect(Self.closed(try await candles()) == Self.slots(time("2025-06-29"), Self.minute(60)))
        #expect(market.queries.count { $0.key == minutes } == 11)
    }

    @Test(
        "Asked to end, the producer appends what it has, the last running values too, and ends without error")
    func gracefulShutdown() async throws {
        let events = FakeMarket.events(TimeRange(Self.start, Self.start + 8000))
        let market = FakeMarket(now: Self.start, scripts: [.init(events: events, ending: nil)])
        let seen = Mutex(0)
        let producer = Producer(source: market.source, log: log, options: Self.options()) { event in
            if case .ticker(let counts) = event { seen.withLock { $0 = counts.messages } }
        }
        let manager = GracefulShutdownManager()
        let running = Task {
            try await TaskLocals.$gracefulShutdownManager.withValue(manager) { try await producer.run() }
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while seen.withLock({ $0 }) < events.count, ContinuousClock.now < deadline { await Task.yield() }
        manager.shutdownGracefully()
        try await running.value
        let last = try await candles().last { $0.key == minutes }
        #expect(last?.version.values.trades == 8, "the values that were held back are in the log")
    }

    @Test("If no connection came about in the time given, the error says why")
    func neverConnected() async throws {
        let market = FakeMarket(now: Self.start)
        let refusing = StreamSource(
            serverTime: market.source.serverTime, klines: market.source.klines,
            stream: { _, _ in throw BinanceError.unreachable(url: "ws://127.0.0.1", reason: "refused") })
        await #expect(throws: SpeedError.self) {
            try await Producer(
                source: refusing, log: log, options: Self.options(follow: .milliseconds(50))
            ).run()
        }
    }
}
