import Candles
import Foundation
import Testing

@testable import ServingLayer

@Suite("Writer's lock")
struct WriterLockTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    func lock(_ command: String, timeout: Duration = .milliseconds(50)) -> WriterLock {
        WriterLock(path: directory.path + "/candlecast.lock", command: command, timeout: timeout)
    }

    @Test("Who waits too long is told who holds it")
    func timeout() async throws {
        let first = lock("candlecast stream\nBTCUSDT")
        let held = try await first.acquire()
        let error = await #expect(throws: StoreError.self) { try await lock("candlecast backfill").acquire() }
        guard case .locked(let pid, let command, let waited) = error else {
            Issue.record("the error was \(String(describing: error))")
            return
        }
        #expect(pid == getpid())
        #expect(command == "candlecast stream BTCUSDT")
        #expect(waited >= .milliseconds(50))
        first.release(held)
        let again = try await lock("candlecast backfill").acquire()
        #expect(first.holder()?.command == "candlecast backfill")
        first.release(again)
    }

    @Test("A waiter gets the lock when it is given back")
    func handover() async throws {
        let first = lock("first", timeout: .seconds(10))
        let held = try await first.acquire()
        async let waiter = lock("second", timeout: .seconds(10)).acquire()
        await Task.yield()
        first.release(held)
        let second = try await waiter
        #expect(first.holder()?.command == "second")
        first.release(second)
    }

    @Test("A cancelled waiter stops waiting")
    func cancelled() async throws {
        let held = try await lock("first").acquire()
        let other = lock("second", timeout: .seconds(60))
        let task = Task { () throws(StoreError) in try await other.acquire() }
        task.cancel()
        let result = await task.result
        #expect(throws: StoreError.cancelled) { try result.get() }
        lock("first").release(held)
    }

    @Test("A cancelled write stops waiting, and writes nothing")
    func cancelledWrite() async throws {
        let other = lock("candlecast backfill")
        let store = try await CandleStore.open(
            directory: directory.path, command: "candlecast stream", lockTimeout: .seconds(60))
        let held = try await other.acquire()
        let batch = StoreBatch(candles: [Samples.bitcoin: [Samples.version(.m1, Samples.day.start)]])
        let task = Task { () throws(StoreError) in try await store.write(batch) }
        task.cancel()
        let result = await task.result
        #expect(throws: StoreError.cancelled) { try result.get() }
        other.release(held)
        #expect(try await store.keys().isEmpty)
        #expect(try await store.write(batch).changed == 1)
    }

    @Test("A store waits for the writer of another, and says who it is")
    func storeWaits() async throws {
        let other = lock("candlecast backfill")
        let store = try await CandleStore.open(
            directory: directory.path, command: "candlecast stream", lockTimeout: .milliseconds(50))
        let held = try await other.acquire()
        let batch = StoreBatch(candles: [Samples.bitcoin: [Samples.version(.m1, Samples.day.start)]])
        let error = await #expect(throws: StoreError.self) { try await store.write(batch) }
        guard case .locked(_, "candlecast backfill", _) = error else {
            Issue.record("the error was \(String(describing: error))")
            return
        }
        #expect(error?.isRetriable == true)
        #expect(try await store.keys().isEmpty, "readers do not wait")
        other.release(held)
        #expect(try await store.write(batch).changed == 1)
    }

    @Test("Many writers of two stores on one directory all get their turn")
    func manyWriters() async throws {
        let first = try await CandleStore.open(directory: directory.path, command: "first")
        let second = try await CandleStore.open(directory: directory.path, command: "second")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for minute in 0..<40 {
                let store = minute.isMultiple(of: 2) ? first : second
                let version = Samples.version(.m1, Samples.day.start + Int64(minute) * 60_000)
                group.addTask { _ = try await store.write(StoreBatch(candles: [Samples.bitcoin: [version]])) }
            }
            try await group.waitForAll()
        }
        #expect(try await first.openTimes(Samples.bitcoin).count == 40)
    }
}
