import Binance
import Candles
import TestSupport
import Testing

@testable import BatchLayer

/// Carries out the work on one series against an exchange, in a random order, with faults.
struct SeriesRunner {
    var exchange: FakeExchange
    var source = BackfillRequest.Source.auto
    var pageLimit = 1000
    /// The number of questions on their way at the same time.
    var width = 1
    /// After how many answers it is killed.
    var killedAfter = Int.max

    /// What is held in the end, and what was asked.
    struct Outcome {
        var held: [OpenTime] = []
        var coverage = Coverage()
        var archives: [ArchiveFile] = []
        var queries: [KlineQuery] = []
        /// The slots that were asked for in pages or files, in order.
        var asked: [TimeRange] = []
    }

    func run(
        _ wanted: BackfillRequest.SeriesRange, from before: Outcome = Outcome(), now: OpenTime,
        random: inout SeededGenerator
    ) throws -> Outcome {
        var outcome = before
        let interval = exchange.interval
        let known = BackfillPlan.Known(
            held: GapFinder.runs(of: before.held.sorted(), interval), coverage: before.coverage)
        var work = SeriesWork(
            SeriesKey(bitcoin, interval), wanted: wanted, known: known, now: now, source: source,
            pageLimit: pageLimit)
        var inFlight: [FetchTask] = []
        var held = Set(before.held)
        var answers = 0
        while true {
            while inFlight.count < width, let task = work.next(archives: true, pages: true) {
                inFlight.append(task)
            }
            guard !inFlight.isEmpty else { break }
            let task = inFlight.remove(at: Int.random(in: 0..<inFlight.count, using: &random))
            var covered: [TimeRange] = []
            if case .archive(let file, let range) = task {
                outcome.archives.append(file)
                switch exchange.archive(file, at: now) {
                case .absent: work.absent(file, range)
                case .refused: work.refused(file, range)
                case .contents(let contents):
                    let times = contents.columns.openTimes.map { OpenTime(milliseconds: $0) }
                    covered = work.receive(
                        file, range, runs: GapFinder.runs(of: times, interval), candles: times.count)
                    outcome.held += times.filter { held.insert($0).inserted }
                    outcome.asked += covered
                }
            } else if let query = work.query(task) {
                outcome.queries.append(query)
                let answer = exchange.answer(query)
                let times = answer.closed.map(\.openTime) + (answer.running.map { [$0.openTime] } ?? [])
                covered = try work.receive(task, times: times, closed: answer.closed.count)
                if case .page = task {
                    outcome.held += answer.closed.map(\.openTime)
                    held.formUnion(answer.closed.map(\.openTime))
                    outcome.asked += covered
                }
            }
            for range in covered where !range.isEmpty {
                outcome.coverage.add(Coverage.Answer(range: range, answeredAt: now))
            }
            answers += 1
            #expect(answers < 20_000, "it must come to an end")
            if answers >= killedAfter { return outcome }
        }
        #expect(work.isDone)
        return outcome
    }
}

@Suite("Work on a series")
struct SeriesWorkTests {
    static let now = time("2024-04-10T08:30:20Z")

    /// An exchange with outages, a listing at any time, and an archive that has anything or nothing.
    static func exchange(_ random: inout SeededGenerator) -> (FakeExchange, now: OpenTime) {
        let interval: Interval = [.m15, .m30, .h1, .d1].randomElement(using: &random) ?? .h1
        let length = interval.milliseconds ?? 1
        let listing =
            interval.slot(containing: time("2024-01-01")) + Int64.random(in: 0...2000, using: &random)
            * length
        let now =
            listing + Int64.random(in: 1...4000, using: &random) * length
            + Int64.random(in: 0..<length, using: &random)
        var exchange = FakeExchange(interval: interval, listing: listing)
        exchange.outages = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let start = listing + Int64.random(in: 1...3000, using: &random) * length
            return TimeRange(start, start + Int64.random(in: 1...900, using: &random) * length)
        }
        if Bool.random(using: &random) {
            exchange.delisting = listing + Int64.random(in: 1...3000, using: &random) * length
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            let start = listing + Int64.random(in: 1...1000, using: &random) * length
            exchange.shifted = (TimeRange(start, start + 50 * length), length / 3)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            exchange.shortPage = .random(in: 1...30, using: &random)
        }
        let key = SeriesKey(bitcoin, interval)
        let all = TimeRange(listing - 40 * UTCDay.milliseconds, now)
        let share = Int.random(in: 0...4, using: &random)
        for file in ArchiveFile.months(key, in: all) + ArchiveFile.days(key, in: all) {
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<(2 * share): exchange.absent.insert(file.name)
            case 9: exchange.corrupt.insert(file.name)
            case 10: exchange.incomplete.insert(file.name)
            default: break
            }
        }
        return (exchange, now)
    }

    /// Property: whatever the archive has, whatever the order of the answers, all that the exchange has is held, and
    /// nothing is asked for twice.
    @Test("All that the exchange has is fetched, each candle once", arguments: 0..<150 as Range<UInt64>)
    func complete(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (exchange, now) = Self.exchange(&random)
        let source = BackfillRequest.Source.allCases.randomElement(using: &random) ?? .auto
        let runner = SeriesRunner(
            exchange: exchange, source: source, pageLimit: .random(in: 5...1000, using: &random),
            width: .random(in: 1...8, using: &random))
        let wanted = BackfillRequest.SeriesRange(exchange.interval)
        let outcome = try runner.run(wanted, now: now, random: &random)
        #expect(outcome.held.sorted() == exchange.closed(at: now))
        let asked = outcome.asked.sorted { $0.start < $1.start }
        #expect(
            zip(asked, asked.dropFirst()).allSatisfy { $0.end <= $1.start }, "a slot was answered for twice")
        let finder = GapFinder(
            interval: exchange.interval, runs: GapFinder.runs(of: outcome.held.sorted(), exchange.interval),
            coverage: outcome.coverage)
        let gaps = finder.gaps(in: TimeRange(.earliest, exchange.interval.slot(containing: now)))
        #expect(!gaps.contains { $0.reason == .notFetched }, "\(gaps)")
    }

    /// Property: which source the candles came from leaves no trace in what is known.
    @Test(
        "Archive only, REST only and half of each know the same in the end",
        arguments: 0..<60 as Range<UInt64>)
    func sourcesAgree(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (exchange, now) = Self.exchange(&random)
        let interval = exchange.interval
        let wanted = BackfillRequest.SeriesRange(interval)
        func gaps(_ outcome: SeriesRunner.Outcome) -> [Gap] {
            GapFinder(
                interval: interval, runs: GapFinder.runs(of: outcome.held.sorted(), interval),
                coverage: outcome.coverage
            ).gaps(in: TimeRange(.earliest, interval.slot(containing: now)))
        }
        var runner = SeriesRunner(exchange: exchange, source: .archive, pageLimit: 200, width: 4)
        let archive = try runner.run(wanted, now: now, random: &random)
        runner.source = .rest
        let rest = try runner.run(wanted, now: now, random: &random)
        let middle = interval.slot(containing: time("2024-02-15T10:00:00Z"))
        runner.source = .archive
        let first = try runner.run(.init(interval, to: middle), now: now, random: &random)
        runner.source = .rest
        let half = try runner.run(wanted, from: first, now: now, random: &random)
        #expect(Set(archive.held) == Set(rest.held) && Set(half.held) == Set(rest.held))
        #expect(gaps(archive) == gaps(rest))
        #expect(gaps(half) == gaps(rest))
    }

    /// Property: killed after any number of answers, the next run asks for nothing that was answered.
    @Test("Killed at any moment, it goes on with what was not answered", arguments: 0..<80 as Range<UInt64>)
    func killed(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (exchange, now) = Self.exchange(&random)
        let wanted = BackfillRequest.SeriesRange(exchange.interval)
        var runner = SeriesRunner(
            exchange: exchange, pageLimit: .random(in: 20...500, using: &random), width: 3,
            killedAfter: .random(in: 1...40, using: &random))
        let first = try runner.run(wanted, now: now, random: &random)
        runner.killedAfter = .max
        let second = try runner.run(wanted, from: first, now: now, random: &random)
        #expect(second.held.sorted() == exchange.closed(at: now))
        for query in second.queries.dropFirst(first.queries.count) where query.limit > 1 {
            let range = TimeRange(query.from, (query.to ?? now) + 1)
            #expect(first.coverage.answers(overlapping: range).isEmpty, "\(range) was answered for")
        }
        let third = try runner.run(wanted, from: second, now: now, random: &random)
        #expect(third.queries.count == second.queries.count && third.archives.count == second.archives.count)
    }

    @Test("A page takes as many slots as fit, so pages of one stretch can be asked for at the same time")
    func pagesAtTheSameTime() {
        var work = SeriesWork(
            SeriesKey(bitcoin, .m1),
            wanted: .init(.m1, from: time("2024-04-10T00:00:00Z"), to: time("2024-04-10T05:00:00Z")),
            known: .init(),
            now: Self.now, source: .rest, pageLimit: 100)
        var ranges: [TimeRange] = []
        while let task = work.next(archives: true, pages: true) { ranges.append(work.range(of: task)) }
        #expect(ranges.map { $0.length / 60_000 } == [100, 100, 100])
        #expect(!work.isDone)
    }

    @Test(
        "After a delisting one question tells that years have nothing, instead of a page for every 1,000 minutes"
    )
    func delisted() throws {
        var exchange = FakeExchange(interval: .m1, listing: time("2020-01-01"))
        exchange.delisting = time("2020-01-03")
        var random = SeededGenerator(seed: 1)
        for source in [BackfillRequest.Source.rest, .auto, .archive] {
            let runner = SeriesRunner(exchange: exchange, source: source, width: 12)
            let outcome = try runner.run(.init(.m1), now: Self.now, random: &random)
            #expect(outcome.held.count == 2880)
            #expect(outcome.queries.count < 40, "\(source): \(outcome.queries.count) pages")
            #expect(outcome.archives.count < 40, "\(source): \(outcome.archives.count) files")
        }
    }

    @Test("A relisted symbol: the months without files cost one question")
    func relisted() throws {
        // As USDCUSDT from 2022-09-29 to 2023-03-11.
        var exchange = FakeExchange(interval: .m5, listing: time("2022-08-01"))
        exchange.outages = [TimeRange(time("2022-09-29"), time("2023-03-11"))]
        var random = SeededGenerator(seed: 1)
        let outcome = try SeriesRunner(exchange: exchange, width: 4)
            .run(.init(.m5, to: time("2023-06-01")), now: Self.now, random: &random)
        #expect(outcome.held.count == exchange.closed(at: time("2023-06-01")).count)
        #expect(outcome.queries.count < 30, "\(outcome.queries.count) pages")
    }

    @Test("Answers that were not asked for are refused")
    func unexpected() throws {
        let range = TimeRange(time("2024-04-10T00:00:00Z"), time("2024-04-10T01:00:00Z"))
        for times in [
            [range.start - 1], [range.end], [range.start, range.start], [range.start + 1, range.start],
        ] {
            var work = SeriesWork(
                SeriesKey(bitcoin, .m1), wanted: .init(.m1, from: range.start, to: range.end), known: .init(),
                now: Self.now, source: .rest, pageLimit: 100)
            let next = work.next(archives: true, pages: true)
            let task = try #require(next)
            #expect(throws: BatchError.self) { try work.receive(task, times: times, closed: times.count) }
            work.failed(task, stops: true)
        }
    }

    @Test("When the archive is given up, its steps become pages")
    func givesUpArchive() {
        var work = SeriesWork(
            SeriesKey(bitcoin, .m1), wanted: .init(.m1, from: time("2024-01-01"), to: time("2024-03-01")),
            known: .init(
                coverage: Coverage([
                    Coverage.Answer(
                        range: TimeRange(BackfillPlan.origin, time("2023-01-01")), answeredAt: Self.now)
                ])), now: Self.now, source: .auto, pageLimit: 1000)
        #expect(work.pending.allSatisfy { $0.source != .rest })
        work.giveUpArchives()
        #expect(work.pending.map(\.range) == [TimeRange(time("2024-01-01"), time("2024-03-01"))])
        #expect(work.pending.map(\.source) == [.rest])
    }
}
