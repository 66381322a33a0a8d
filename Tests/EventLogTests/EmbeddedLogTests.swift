import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

@Suite("Embedded log")
struct EmbeddedLogTests {
    let directory: LogDirectory

    init() throws {
        directory = try LogDirectory()
    }

    func producer() throws -> EmbeddedLog {
        try EmbeddedLog.open(directory: directory.path, access: .append, command: "candlecast produce")
    }

    func reader() throws -> EmbeddedLog { try EmbeddedLog.open(directory: directory.path, access: .read) }

    func record(_ number: Int, topic: String = "t", key: String = "k") -> NewRecord {
        NewRecord(topic: topic, key: key, value: "value \(number)", time: Int64(number) * 1000)
    }

    @Test("Offsets begin at 0 and have no holes, in each topic")
    func offsets() async throws {
        let log = try producer()
        #expect(try await log.endOffset(topic: "t", partition: 0) == 0)
        #expect(try await log.append([record(0), record(1, topic: "u"), record(2)]) == [0, 0, 1])
        #expect(try await log.append([record(3)]) == [2])
        #expect(try await log.append([]) == [])
        #expect(try await log.endOffset(topic: "t", partition: 0) == 3)
        #expect(try await log.endOffset(topic: "u", partition: 0) == 1)
        #expect(try await log.topics() == ["t", "u"])
        let records = try await log.read(topic: "t", partition: 0, from: 1, limit: 10)
        #expect(records.map(\.offset) == [1, 2])
        #expect(
            records.first
                == LogRecord(topic: "t", partition: 0, offset: 1, key: "k", value: "value 2", time: 2000))
        #expect(try await log.read(topic: "t", partition: 1, from: 0, limit: 10).isEmpty)
        #expect(try await log.read(topic: "t", partition: 0, from: 3, limit: 10).isEmpty)
        #expect(try await log.read(topic: "nothing", partition: 0, from: 0, limit: 10).isEmpty)
    }

    /// Property: whatever the batches and page sizes, two readers see all records once and in order.
    @Test("Two readers see every record once and in order", arguments: 0..<10 as Range<UInt64>)
    func readers(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let log = try producer()
        let readers = [try reader(), try reader()]
        var written: [String] = []
        var seen: [[String]] = [[], []]
        for _ in 0..<20 {
            let batch = (0..<Int.random(in: 0...9, using: &random)).map { record(written.count + $0) }
            try await log.append(batch)
            written += batch.map(\.value)
            let index = Int.random(in: 0...1, using: &random)
            let limit = Int.random(in: 1...12, using: &random)
            seen[index] += try await readers[index].read(
                topic: "t", partition: 0, from: Int64(seen[index].count), limit: limit
            ).map(\.value)
        }
        for (index, reader) in readers.enumerated() {
            seen[index] += try await reader.read(
                topic: "t", partition: 0, from: Int64(seen[index].count), limit: 1000
            ).map(\.value)
            #expect(seen[index] == written)
        }
    }

    @Test("Records are there after the log was opened again, and offsets go on")
    func reopened() async throws {
        let log = try producer()
        try await log.append((0..<5).map { record($0) })
        try log.close()
        let again = try producer()
        #expect(try await again.append([record(5)]) == [5])
        #expect(try await reader().read(topic: "t", partition: 0, from: 0, limit: 9).count == 6)
    }

    @Test("Appended records survive a loss of power")
    func synchronous() async throws {
        let log = try producer()
        let settings = try await log.pool.writeWithoutTransaction { db in
            try ["synchronous", "application_id", "user_version"].map {
                try Int.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == [2, 0x434C_4F47, 1])
    }

    @Test("Trimming keeps offsets and what is not older than the time")
    func trim() async throws {
        let log = try producer()
        try await log.append([5, 3, 8, 2, 9].map { record($0) })
        #expect(try await log.trim(topic: "t", olderThan: 8000) == 2)
        #expect(try await log.startOffset(topic: "t", partition: 0) == 2)
        #expect(try await log.read(topic: "t", partition: 0, from: 0, limit: 9).map(\.offset) == [2, 3, 4])
        #expect(try await log.trim(topic: "t", olderThan: 8000) == 0)
        #expect(try await log.trim(topic: "t", olderThan: .max) == 3)
        #expect(try await log.startOffset(topic: "t", partition: 0) == 5)
        #expect(try await log.endOffset(topic: "t", partition: 0) == 5)
        #expect(try await log.waitForRecords(topic: "t", partition: 0, from: 2, timeout: .zero) == false)
        #expect(try await log.append([record(1)]) == [5])
        #expect(try await log.trim(topic: "nothing", olderThan: .max) == 0)
    }

    @Test("A long topic is trimmed in steps")
    func longTrim() async throws {
        let log = try producer()
        try await log.append((0..<25_000).map { record($0) })
        #expect(try await log.trim(topic: "t", olderThan: 24_000_000) == 24_000)
        #expect(try await log.startOffset(topic: "t", partition: 0) == 24_000)
    }

    @Test("The last records are found, of any key or of one")
    func lastRecords() async throws {
        let log = try producer()
        try await log.append((0..<9).map { record($0, key: $0.isMultiple(of: 4) ? "a" : "b") })
        #expect(try await log.lastRecords(topic: "t", limit: 3).map(\.offset) == [6, 7, 8])
        #expect(try await log.lastRecords(topic: "t", key: "a", limit: 2).map(\.offset) == [4, 8])
        #expect(try await log.lastRecords(topic: "t", key: "c", limit: 2).isEmpty)
        #expect(try await log.lastRecords(topic: "u", limit: 2).isEmpty)
    }

    @Test("A waiting reader wakes up when the record comes")
    func waiting() async throws {
        let log = try producer()
        try await log.append([record(0)])
        let reader = try self.reader()
        #expect(try await reader.waitForRecords(topic: "t", partition: 0, from: 0, timeout: .zero))
        #expect(
            try await reader.waitForRecords(topic: "t", partition: 0, from: 1, timeout: .milliseconds(5))
                == false)
        async let isThere = reader.waitForRecords(topic: "t", partition: 0, from: 1, timeout: .seconds(30))
        try await log.append([record(1)])
        #expect(try await isThere)
    }

    @Test("A cancelled reader stops waiting")
    func cancelledWait() async throws {
        let log = try producer()
        let task = Task { () throws(EventLogError) in
            try await log.waitForRecords(topic: "t", partition: 0, from: 0, timeout: .seconds(60))
        }
        task.cancel()
        let result = await task.result
        #expect(throws: EventLogError.cancelled) { try result.get() }
    }

    @Test("A second producer is told of the first")
    func secondProducer() async throws {
        let log = try producer()
        let error = EventLogError.producerRunning(
            pid: getpid(), command: "candlecast produce", path: directory.log)
        #expect(throws: error) { try producer() }
        try log.close()
        #expect(try await producer().append([record(0)]) == [0])
    }

    @Test("A producer that was dropped without closing leaves no lock")
    func droppedProducer() async throws {
        do {
            try await producer().append([record(0)])
        }
        #expect(try await producer().append([record(1)]) == [1])
    }

    @Test("A reader that comes before the producer is told so, and cannot append")
    func readerFirst() async throws {
        #expect(throws: EventLogError.missing(path: directory.log)) { try self.reader() }
        #expect(EventLogError.missing(path: "p").isRetriable)
        _ = try producer()
        let reader = try self.reader()
        #expect(try await reader.topics().isEmpty)
        await #expect(throws: EventLogError.readOnly(path: directory.log)) {
            try await reader.append([record(0)])
        }
        await #expect(throws: EventLogError.readOnly(path: directory.log)) {
            try await reader.trim(topic: "t", olderThan: 0)
        }
    }

    @Test(
        "A newer file, another program's and one that is no database are refused", arguments: [true, false])
    func refused(isReader: Bool) async throws {
        let access: EmbeddedLog.Access = isReader ? .read : .append
        try Data(repeating: 0x41, count: 9000).write(to: URL(filePath: directory.log))
        #expect(throws: EventLogError.self) {
            try EmbeddedLog.open(directory: directory.path, access: access)
        }
        try FileManager.default.removeItem(atPath: directory.log)
        let queue = try DatabaseQueue(path: directory.log)
        try await queue.write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
        let foreign = EventLogError.notALog(
            path: directory.log, reason: "it is the database of another program")
        #expect(throws: foreign) { try EmbeddedLog.open(directory: directory.path, access: access) }
        let newer = EventLogError.newerVersion(found: 2, supported: 1, path: directory.log)
        try await queue.write {
            try $0.execute(sql: "PRAGMA application_id = 1129074503; PRAGMA user_version = 2")
        }
        #expect(throws: newer) { try EmbeddedLog.open(directory: directory.path, access: access) }
    }

    @Test("A directory that cannot be made is named")
    func unwritable() throws {
        try Data().write(to: URL(filePath: directory.path + "/file"))
        let error = #expect(throws: EventLogError.self) {
            try EmbeddedLog.open(directory: directory.path + "/file/data", access: .append)
        }
        guard case .notWritable(let path, _) = error else {
            Issue.record("the error was \(String(describing: error))")
            return
        }
        #expect(path == directory.path + "/file/data")
    }

    @Test(
        "Every error says what is wrong and what to do",
        arguments: [
            .missing(path: "p"), .notALog(path: "p", reason: "r"), .corrupt(path: "p", reason: "r"),
            .newerVersion(found: 2, supported: 1, path: "p"), .notWritable(path: "p", reason: "r"),
            .diskFull(path: "p"), .readOnly(path: "p"),
            .producerRunning(pid: 7, command: "candlecast produce", path: "p"), .busy(path: "p"), .cancelled,
            .failed(path: "p", reason: "r"),
        ] as [EventLogError])
    func texts(error: EventLogError) {
        #expect(error.problem.hasSuffix("."))
        #expect(error.remedy.hasSuffix("."))
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }
}

/// A directory of its own for one test, removed with it.
final class LogDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "candlecast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The log file in it.
    var log: String { path + "/" + EmbeddedLog.fileName }
}
