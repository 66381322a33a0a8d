import Candles
import EventLog
import ServingLayer
import SpeedLayer
import Synchronization
import Testing

@Suite("Consumer")
struct ConsumerTests {
    static let start = time("2025-06-29T00:10:00Z")

    let folder: TemporaryFolder
    let log: EmbeddedLog
    let store: CandleStore

    init() async throws {
        folder = try TemporaryFolder()
        log = try EmbeddedLog.open(directory: folder.path, access: .append)
        store = try await CandleStore.open(directory: folder.path, command: "test")
    }

    private func append(_ versions: [CandleVersion], _ key: SeriesKey = minutes) async throws {
        try await log.append(
            versions.map { version in
                NewRecord(
                    topic: Topic.candles, key: key.symbol.name,
                    value: CandleRecord(key, version, eventTime: version.openTime).json,
                    time: version.openTime.milliseconds)
            })
    }

    private func consumer(_ mode: Consumer.Mode = .drain, batchSize: Int = 7) -> Consumer {
        Consumer(log: log, store: store, mode: mode, batchSize: batchSize)
    }

    private func offset() async throws -> Int64? {
        try await store.offset(group: "candlecast", topic: Topic.candles, partition: 0)
    }

    static func slot(_ index: Int64) -> OpenTime { start + index * 60_000 }

    @Test("Draining brings every candle into the store, and today is visible at once, marked open")
    func drains() async throws {
        let closed = (0..<20 as Range<Int64>).map { streamClosed(Self.slot($0)) }
        try await append(closed + [running(Self.slot(20))])
        try await append([running(time("2025-06-29"), .d1, trades: 99_999)], days)
        let summary = try await consumer().consume()
        #expect(summary.records == 22 && summary.next == 22 && summary.bad == 0 && summary.batches == 4)
        #expect(try await store.candles(minutes).versions == closed + [running(Self.slot(20))])
        let daily = try await store.daily(bitcoin)
        #expect(daily.map(\.isClosed) == [false] && daily.first?.origin == .speed)
        #expect(try await offset() == 22)
    }

    @Test("Reading the log again, from the start or in a second group, changes nothing")
    func idempotent() async throws {
        try await append((0..<20 as Range<Int64>).map { streamClosed(Self.slot($0)) })
        _ = try await consumer().consume()
        let before = try await store.candles(minutes)
        #expect(try await consumer().consume().records == 0)
        let again = try await Consumer(log: log, store: store, group: "other", mode: .drain).consume()
        #expect(again.records == 20 && again.changed == 0)
        #expect(try await store.candles(minutes) == before)
    }

    @Test("A record that cannot be read is counted, told with its offset, and stops nothing")
    func badRecords() async throws {
        try await append([streamClosed(Self.slot(0))])
        for value in ["", "{}", "[1", #"{"schema":"candlecast.candle/9"}"#] {
            try await log.append([NewRecord(topic: Topic.candles, key: "BTCUSDT", value: value, time: 5)])
        }
        try await append([streamClosed(Self.slot(1))])
        let told = Mutex<[Int64]>([])
        let summary = try await Consumer(log: log, store: store, mode: .drain, batchSize: 2) { event in
            if case .badRecord(let offset, _) = event { told.withLock { $0.append(offset) } }
        }.consume()
        #expect(summary.bad == 4 && summary.records == 6 && summary.next == 6)
        #expect(told.withLock { $0 } == [1, 2, 3, 4])
        #expect(try await store.openTimes(minutes) == [Self.slot(0), Self.slot(1)])
    }

    @Test("Records that were removed before they were read are an error that names them, once")
    func trimmed() async throws {
        try await append((0..<4 as Range<Int64>).map { streamClosed(Self.slot($0)) })
        _ = try await consumer().consume()
        try await append((4..<20 as Range<Int64>).map { streamClosed(Self.slot($0)) })
        try await log.trim(topic: Topic.candles, olderThan: Self.slot(10).milliseconds)
        do {
            _ = try await consumer().consume()
            Issue.record("it must be an error")
        } catch let error {
            guard case .trimmed(Topic.candles, 0, 4..<10) = error else { throw error }
            #expect(error.remedy.contains("candlecast backfill"))
        }
        let summary = try await consumer().consume()
        #expect(summary.records == 10 && summary.next == 20)
    }

    @Test("A log that was replaced by a new one is read from its start")
    func replacedLog() async throws {
        _ = try await store.write(
            StoreBatch(offsets: [
                LogPosition(group: "candlecast", topic: Topic.candles, partition: 0): (
                    expected: nil, next: 500
                )
            ]))
        try await append([streamClosed(Self.slot(0))])
        let summary = try await consumer().consume()
        #expect(summary.records == 1)
        #expect(try await offset() == 1)
    }

    @Test("Two consumers of one group read side by side and lose nothing", arguments: 0..<4)
    func sideBySide(_: Int) async throws {
        let closed = (0..<300 as Range<Int64>).map { streamClosed(Self.slot($0)) }
        try await append(closed)
        let (first, second) = (consumer(batchSize: 5), consumer(batchSize: 8))
        async let one = first.consume()
        async let two = second.consume()
        _ = try await (one, two)
        #expect(try await store.candles(minutes).versions == closed)
        #expect(try await offset() == 300)
    }

    @Test(
        "Killed between any two batches, the next run goes on there: nothing is lost and nothing read twice")
    func resumes() async throws {
        let closed = (0..<50 as Range<Int64>).map { streamClosed(Self.slot($0)) }
        try await append(closed)
        var total = 0
        for _ in 0..<5 {
            let task = Mutex<Task<ConsumerSummary, any Error>?>(nil)
            let records = Mutex(0)
            let consumer = Consumer(log: log, store: store, mode: .drain, batchSize: 3) { event in
                guard case .batch(let count, _, _, _) = event else { return }
                records.withLock { $0 += count }
                task.withLock { $0?.cancel() }
            }
            let run = Task { try await consumer.consume() }
            task.withLock { $0 = run }
            _ = await run.result
            total += records.withLock { $0 }
        }
        total += try await consumer().consume().records
        #expect(total == 50)
        #expect(try await store.candles(minutes).versions == closed)
    }

    @Test("Beside a producer, the consumer ends when that has finished and holds all that it appended")
    func besideProducer() async throws {
        let market = FakeMarket(
            now: Self.start, scripts: [.init(events: FakeMarket.events(TimeRange(Self.start, Self.slot(5))))])
        let producer = Producer(
            source: market.source, log: log,
            options: ProducerOptions(symbols: [bitcoin], until: Self.slot(5), linger: .milliseconds(1)))
        let consumer = consumer(.until(producer.finished), batchSize: 100)
        async let produced: Void = producer.run()
        let summary = try await consumer.consume()
        try await produced
        #expect(summary.next == (try await log.endOffset(topic: Topic.candles, partition: 0)))
        let held = try await store.candles(minutes).versions.filter(\.isClosed).map(\.openTime)
        #expect(held == ProducerTests.slots(time("2025-06-29"), Self.slot(5)))
        #expect(try await store.daily(bitcoin).last?.isClosed == false)
    }
}
