import Candles
import Foundation
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Archives, failures, statuses and run steps")
struct LedgerTests {
    let directory: TemporaryDirectory
    let store: CandleStore
    let key = Samples.bitcoin
    let start = Samples.day.start

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
    }

    func range(_ from: Int64, _ to: Int64) -> TimeRange {
        TimeRange(start + from * 60_000, start + to * 60_000)
    }

    @Test("An archive record replaces the one of its name, and goes with the candles or not at all")
    func archives() async throws {
        let first = ArchiveRecord(name: "a-2024-01", digest: "01", bytes: 5, candles: 2, fetchedAt: start)
        let second = ArchiveRecord(name: "a-2023-12", digest: "02", bytes: 6, candles: 3, fetchedAt: start)
        _ = try await store.write(StoreBatch(archives: [key: [first, second]]))
        #expect(try await store.archives(key) == [second, first])
        let reissue = ArchiveRecord(
            name: "a-2024-01", digest: "03", bytes: 7, candles: 2, fetchedAt: start + 1)
        _ = try await store.write(StoreBatch(archives: [key: [reissue]]))
        #expect(try await store.archives(key) == [second, reissue])
        let refused = StoreBatch(
            archives: [key: [first]],
            offsets: [LogPosition(group: "g", topic: "t", partition: 0): (expected: 7, next: 8)])
        await #expect(throws: StoreError.self) { try await store.write(refused) }
        #expect(try await store.archives(key) == [second, reissue])
        #expect(try await store.archives(Samples.key("ETHUSDT", .m1)).isEmpty)
    }

    @Test("An answer takes its range out of the failures, and leaves the rest")
    func answered() async throws {
        let failure = FetchFailure(range: range(0, 100), reason: "HTTP 500", at: start)
        _ = try await store.write(StoreBatch(failures: [key: [failure]]))
        #expect(try await store.failures(key) == [failure])
        let answer = Coverage.Answer(range: range(20, 30), answeredAt: start + 1)
        _ = try await store.write(StoreBatch(coverage: [key: [answer]]))
        #expect(try await store.failures(key).map(\.range) == [range(0, 20), range(30, 100)])
        let rest = Coverage.Answer(range: range(-5, 100), answeredAt: start + 2)
        _ = try await store.write(StoreBatch(coverage: [key: [rest]]))
        #expect(try await store.failures(key).isEmpty)
    }

    @Test("A failure that came before an answer is not kept, a later one is")
    func order() async throws {
        let answer = Coverage.Answer(range: range(0, 10), answeredAt: start + 50)
        _ = try await store.write(StoreBatch(coverage: [key: [answer]]))
        let early = FetchFailure(range: range(5, 15), reason: "timeout", at: start + 50)
        _ = try await store.write(StoreBatch(failures: [key: [early]]))
        #expect(try await store.failures(key).map(\.range) == [range(10, 15)])
        let late = FetchFailure(range: range(0, 12), reason: "HTTP 503", at: start + 51)
        _ = try await store.write(StoreBatch(failures: [key: [late]]))
        #expect(try await store.failures(key).map(\.range) == [range(0, 12), range(12, 15)])
        #expect(try await store.failures(key).map(\.reason) == ["HTTP 503", "timeout"])
    }

    /// Property: the failures are those of a model that looks at every minute by itself.
    @Test(
        "Any sequence of failures and answers leaves what no answer covers",
        arguments: 0..<30 as Range<UInt64>)
    func property(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var failed: [Int64: String] = [:]
        for step in 0..<25 {
            let (from, to) = (
                Int64.random(in: 0..<60, using: &random), Int64.random(in: 1...30, using: &random)
            )
            let now = start + Int64(step)
            if Bool.random(using: &random) {
                let failure = FetchFailure(range: range(from, from + to), reason: "\(step)", at: now)
                _ = try await store.write(StoreBatch(failures: [key: [failure]]))
                for minute in from..<from + to { failed[minute] = "\(step)" }
            } else {
                let answer = Coverage.Answer(range: range(from, from + to), answeredAt: now)
                _ = try await store.write(StoreBatch(coverage: [key: [answer]]))
                for minute in from..<from + to { failed[minute] = nil }
            }
            var held: [Int64: String] = [:]
            for failure in try await store.failures(key) {
                let minutes = (failure.range.start - start) / 60_000..<(failure.range.end - start) / 60_000
                for minute in minutes {
                    #expect(held.updateValue(failure.reason, forKey: minute) == nil, "overlap at \(minute)")
                }
            }
            #expect(held == failed)
        }
    }

    @Test("The newest status of a symbol is kept, in whatever order they come")
    func statuses() async throws {
        let symbol = key.symbol
        let old = SymbolStatus(symbol: symbol, status: "TRADING", askedAt: start)
        let new = SymbolStatus(symbol: symbol, status: "BREAK", askedAt: start + 1)
        _ = try await store.write(StoreBatch(statuses: [new]))
        _ = try await store.write(StoreBatch(statuses: [old]))
        #expect(try await store.statuses() == [symbol: new])
    }

    @Test("The steps of a run come back in order, also as JSON")
    func steps() async throws {
        let id = try await store.startRun("backfill", at: start)
        let steps = (0..<3).map { number in
            RunStep(
                symbol: key.symbol, interval: .m1, from: start, to: start + 60_000,
                source: number == 0 ? "archive" : "rest", name: "n\(number)", candles: number, bytes: 7,
                requests: 1, retries: number, milliseconds: 12)
        }
        try await store.finishRun(id, at: start + 5, outcome: "done", counts: ["candles": 3], steps: steps)
        #expect(try await store.runs(latest: 1).first?.steps == steps)
        let text = try JSONEncoder().encode(steps)
        #expect(try JSONDecoder().decode([RunStep].self, from: text) == steps)
    }
}
