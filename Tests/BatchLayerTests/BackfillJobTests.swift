import Candles
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Backfill job")
struct BackfillJobTests {
    /// Fetches until done or until so many answers were taken in; writes every few answers at once.
    ///
    /// - Returns: The number of closed candles received, and the questions.
    static func run(
        _ wanted: BackfillRequest.SeriesRange, _ exchange: FakeExchange, _ store: inout FakeStore,
        now: OpenTime,
        pageLimit: Int, killedAfter: Int = .max, pagesPerWrite: Int = 1
    ) throws -> (received: [OpenTime], queries: [KlineQuery]) {
        var job = BackfillJob(
            SeriesKey(bitcoin, wanted.interval), wanted: wanted,
            known: .init(held: store.held, coverage: store.coverage), now: now, pageLimit: pageLimit)
        var pending: [BackfillProgress.Addition] = []
        var queries: [KlineQuery] = []
        var received: [OpenTime] = []
        while let query = job.next, queries.count < killedAfter {
            queries.append(query)
            let answer = exchange.answer(query)
            let addition = try job.receive(closed: answer.closed, running: answer.running)
            if let range = addition.answer?.range {
                #expect(range.end <= wanted.interval.slot(containing: now), "answered for a slot that runs")
            }
            received += addition.versions.filter(\.isClosed).map(\.openTime)
            pending.append(addition)
            if pending.count >= pagesPerWrite || job.next == nil {
                store.write(pending)
                pending = []
            }
            #expect(queries.count < 10_000, "it must come to an end")
        }
        return (received, queries)
    }

    static func exchange(_ random: inout SeededGenerator, interval: Interval) -> FakeExchange {
        let length = interval.milliseconds ?? 1
        let listing = interval.slot(containing: time("2025-01-01T00:00:00Z"))
        let outages = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let start = listing + Int64.random(in: 1...150, using: &random) * length
            return TimeRange(start, start + Int64.random(in: 1...60, using: &random) * length)
        }
        return FakeExchange(interval: interval, listing: listing, outages: outages)
    }

    /// Property: whatever the outages, the page size and the moments of the kills, all that exists is held in
    /// the end, and nothing that was written is fetched again.
    @Test(
        "Killed at any moment, a backfill ends complete and asks for nothing twice",
        arguments: 0..<150 as Range<UInt64>)
    func completeAfterKills(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let interval: Interval = [.m1, .h1, .d1].randomElement(using: &random) ?? .m1
        let length = interval.milliseconds ?? 1
        let exchange = Self.exchange(&random, interval: interval)
        var now = (exchange.listing ?? .earliest) + Int64.random(in: 1...300, using: &random) * length + 7
        let wanted = BackfillRequest.SeriesRange(interval)
        let pageLimit = Int.random(in: 1...30, using: &random)
        var store = FakeStore()
        for _ in 0..<5 {
            let before = store.held
            let (received, _) = try Self.run(
                wanted, exchange, &store, now: now, pageLimit: pageLimit,
                killedAfter: Int.random(in: 1...8, using: &random),
                pagesPerWrite: Int.random(in: 1...3, using: &random))
            #expect(Set(before).isDisjoint(with: received), "a candle that was written was fetched again")
            now = now + Int64.random(in: 0...5 * length, using: &random)
        }
        _ = try Self.run(wanted, exchange, &store, now: now, pageLimit: pageLimit)
        #expect(store.held == exchange.closed(at: now))

        let (received, queries) = try Self.run(wanted, exchange, &store, now: now, pageLimit: pageLimit)
        #expect(received.isEmpty)
        let last = store.held.last ?? .earliest
        // What is younger than a week and was empty may still come, so it may be asked for; nothing older is.
        #expect(queries.allSatisfy { $0.from > last }, "a known range was asked for again")
        #expect(queries.count <= 1 + Int((now - last) / length) / pageLimit + 1)
    }

    @Test("The whole history takes its pages, the listing's question, and a second run one small request")
    func requestCounts() throws {
        let exchange = FakeExchange(interval: .d1, listing: time("2017-08-17"))
        var store = FakeStore()
        let now = time("2025-06-29T12:00:00Z")
        let first = try Self.run(.init(.d1), exchange, &store, now: now, pageLimit: 1000)
        #expect(first.received.count == 2873)
        #expect(first.queries.count == 4)
        #expect(first.queries.first?.limit == 1)
        let second = try Self.run(.init(.d1), exchange, &store, now: now, pageLimit: 1000)
        #expect(second.received.isEmpty)
        #expect(second.queries.map(\.from) == [time("2025-06-29")])
        #expect(second.queries.first.map { $0.limit < 5 } == true)
        let past = try Self.run(
            .init(.d1, to: time("2025-06-29")), exchange, &store, now: now, pageLimit: 1000)
        #expect(past.queries.isEmpty)
    }

    @Test("The running candle is written as an open one and is fetched as a closed one the next day")
    func runningBecomesClosed() throws {
        let exchange = FakeExchange(interval: .d1, listing: time("2025-06-01"))
        var store = FakeStore()
        _ = try Self.run(.init(.d1), exchange, &store, now: time("2025-06-05T10:00:00Z"), pageLimit: 1000)
        #expect(store.series.versions.last?.vintage == .open)
        #expect(store.series.versions.last?.openTime == time("2025-06-05"))
        _ = try Self.run(.init(.d1), exchange, &store, now: time("2025-06-06T10:00:00Z"), pageLimit: 1000)
        #expect(store.series[time("2025-06-05")]?.vintage == .rest)
        #expect(store.held.count == 5)
    }

    @Test("A series that the exchange does not have costs one request and is recorded as answered")
    func unknownSeries() throws {
        let exchange = FakeExchange(interval: .m1, listing: nil)
        var store = FakeStore()
        let now = time("2025-06-05T10:00:30Z")
        let first = try Self.run(.init(.m1), exchange, &store, now: now, pageLimit: 1000)
        #expect(first.queries.count == 1)
        #expect(
            store.coverage.answers.map(\.range) == [
                TimeRange(OpenTime(milliseconds: 0), time("2025-06-05T10:00:00Z"))
            ])
        let later = try Self.run(.init(.m1), exchange, &store, now: now + 3_600_000, pageLimit: 1000)
        #expect(later.queries.count == 1)
    }

    @Test("A candle that was not asked for is refused and nothing is taken in")
    func unexpectedCandle() throws {
        let exchange = FakeExchange(interval: .d1, listing: time("2025-06-01"))
        let key = SeriesKey(bitcoin, .d1)
        let now = time("2025-06-10T10:00:00Z")
        let plan = BackfillPlan(
            key, wanted: .init(.d1, from: time("2025-06-03")), held: [], coverage: Coverage(), now: now)
        var progress = BackfillProgress(plan, now: now)
        let query = try #require(progress.next)
        let early = exchange.answer(KlineQuery(key, from: time("2025-06-01"), to: nil, limit: 5, now: now))
        #expect(throws: BatchError.self) { try progress.receive(closed: early.closed, running: nil) }
        #expect(progress.next == query && progress.requests == 0)
        let twice = exchange.answer(query).closed + exchange.answer(query).closed
        #expect(throws: BatchError.self) { try progress.receive(closed: twice, running: nil) }
    }
}
