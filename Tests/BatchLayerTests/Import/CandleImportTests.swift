import Archiving
import Candles
import Foundation
import ServingLayer
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Candle import")
struct CandleImportTests {
    private static let start: Int64 = 1_672_531_200
    private static let now = OpenTime(milliseconds: 1_704_067_200_000)
    private let folder: TemporaryFolder
    private let key: SeriesKey

    init() throws {
        folder = try TemporaryFolder()
        key = SeriesKey(try Symbol("BTCUSDT"), .m1)
    }

    /// The rows of some minutes in the old pipeline's layout.
    private static func rows(_ minutes: some Sequence<Int64>) -> [String] {
        minutes.map { minute in
            let close = 100 + Double(minute * 7919 % 1000) / 100
            return "\(start + minute * 60),100,120.5,90.25,\(close),\(minute % 97).125\n"
        }
    }

    private static let header = "timestamp,open,high,low,close,volume\n"

    private func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder.path + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func request(
        _ change: (inout ImportRequest) -> Void = { _ in }
    ) -> ImportRequest {
        var request = ImportRequest(key.symbol, now: Self.now)
        change(&request)
        return request
    }

    /// Imports files into a store of their own and gives back what it holds.
    private func imported(
        _ paths: [String], store name: String = "data", blockSize: Int = 4096, lateLimit: Int = 1000,
        _ change: (inout ImportRequest) -> Void = { _ in }
    ) async throws -> (report: ImportReport, held: [CandleVersion], days: [ServedDay]) {
        let directory = folder.path + "/" + name
        let store = try await CandleStore.open(directory: directory, command: "test")
        let job = CandleImport(
            request(change), directory: directory, blockSize: blockSize, lateLimit: lateLimit)
        let result: Result<ImportReport, any Error>
        do { result = .success(try await job.run(paths, into: store)) } catch { result = .failure(error) }
        let held = try await store.candles(key).versions
        let days = try await store.daily(key.symbol)
        try await store.close()
        return (try result.get(), held, days)
    }

    @Test("A file becomes candles of the vintage imported, and the daily view is up to date")
    func fileToDays() async throws {
        let minutes = Array(0..<Int64(5760)).filter { $0 / 1440 != 1 }
        let path = try write("old.csv", Self.header + Self.rows(minutes).joined())
        let (report, held, days) = try await imported([path])
        let file = try #require(report.files.first)
        #expect(file.key == key)
        #expect(file.counts.candles == minutes.count)
        #expect(file.changed == minutes.count)
        #expect(held.count == minutes.count)
        #expect(held.allSatisfy { $0.vintage == .imported })
        #expect(days.map(\.vintage) == [.imported, .filled, .imported, .imported])
        #expect(days[0].values.close == held[1439].values.close)
        #expect(days[1].values.close == days[0].values.close)
    }

    @Test("A second import of the same file changes nothing")
    func again() async throws {
        let path = try write("old.csv", Self.header + Self.rows(0..<3000).joined())
        let first = try await imported([path])
        let second = try await imported([path])
        #expect(second.report.files.map(\.changed) == [0])
        #expect(second.held == first.held)
        #expect(second.days == first.days)
    }

    @Test("Order, repetition, packing, block size and threads do not matter", arguments: 0..<6)
    func sameStore(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = Self.rows((0..<6000).filter { _ in Int.random(in: 0..<10, using: &random) > 0 })
        let plain = try await imported([try write("a.csv", Self.header + rows.joined())])
        #expect(plain.held.count == rows.count)
        let repeated = rows + rows.filter { _ in Bool.random(using: &random) }
        let text = Self.header + repeated.shuffled(using: &random).joined()
        let paths = [
            try write("b.csv", text), try write("c.csv.gz", try Archiving.Gzip.compressed(Array(text.utf8))),
            try write("d.zip", try ZipWriter.archive([("d.csv", Array(text.utf8))])),
        ]
        for (index, path) in paths.enumerated() {
            let other = try await imported(
                [path], store: "data\(index)", blockSize: Int.random(in: 100...9000, using: &random),
                lateLimit: Int.random(in: 40...3000, using: &random)
            ) { $0.threads = Int.random(in: 1...4, using: &random) }
            #expect(other.held == plain.held, "seed \(seed), \(path)")
            #expect(other.days == plain.days)
            #expect(other.report.files.map(\.counts.repeated) == [repeated.count - rows.count])
        }
    }

    @Test("Rejected rows are written with their lines and reasons, in the order of the file")
    func rejects() async throws {
        var rows = Self.rows(0..<2000)
        for index in stride(from: 10, to: 2000, by: 37) { rows[index] = "bad \(index),1,2,3\n" }
        let path = try write("odd.csv", Self.header + rows.joined())
        let (report, held, _) = try await imported([path], blockSize: 900)
        let file = try #require(report.files.first)
        let rejectFile = try #require(file.rejectFile)
        #expect(rejectFile == folder.path + "/data/rejects/odd.csv-1.csv")
        let lines = try String(contentsOfFile: rejectFile, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "line,reason,timestamp,open,high,low,close,volume")
        let expected = stride(from: 10, to: 2000, by: 37).map { index in
            "\(index + 2),\"open_time \"\"bad \(index)\"\" is no time between 2009 and 2100\",bad \(index),1,2,3"
        }
        #expect(lines.dropFirst().map(String.init) == expected)
        #expect(file.counts.rejected == expected.count)
        #expect(held.count == 2000 - expected.count)
        let again = try await imported([path])
        #expect(again.report.files.first?.rejectFile == folder.path + "/data/rejects/odd.csv-2.csv")
    }

    @Test("A named file takes the rejected rows of all files; without any there is no file")
    func rejectFile() async throws {
        let paths = [
            try write("a.csv", Self.header + Self.rows(0..<9).joined() + "x\n"),
            try write("b.csv", Self.header + Self.rows(9..<18).joined() + "y\n"),
            try write("c.csv", Self.header + Self.rows(18..<27).joined()),
        ]
        let target = folder.path + "/rejects/all.csv"
        let (report, _, _) = try await imported(paths) { $0.rejectFile = target }
        #expect(report.files.map(\.rejectFile) == [target, target, nil])
        let text = try String(contentsOfFile: target, encoding: .utf8)
        #expect(text.contains("\n11,") && text.contains(",x\n") && text.contains(",y\n"))
    }

    @Test("A strict import ends at the first bad row of the file and stores nothing of it")
    func strict() async throws {
        var rows = Self.rows(0..<3000)
        rows[2500] = "later\n"
        rows[1234] = "first\n"
        let good = try write("good.csv", Self.header + Self.rows(0..<10).joined())
        let path = try write("bad.csv", Self.header + rows.joined())
        let error = await #expect(throws: ImportError.self) {
            try await imported([good, path], blockSize: 700) { $0.isStrict = true }
        }
        guard case .badRow(let file, let line, _, let text)? = error else {
            Issue.record("the error is \(String(describing: error))")
            return
        }
        #expect(file == path && line == 1236 && text == "first")
        #expect(error?.kind == .badData)
        let store = try await CandleStore.open(directory: folder.path + "/data", command: "test")
        #expect(try await store.candles(key).versions.count == 10)
        #expect(try await store.runs(latest: 1).first?.outcome?.hasPrefix("failed: ") == true)
        try await store.close()
    }

    @Test("A dry run counts the same and leaves no trace")
    func dryRun() async throws {
        let path = try write("old.csv", Self.header + Self.rows(0..<3000).joined() + "x\n")
        let job = CandleImport(request { $0.isDryRun = true }, directory: folder.path + "/none")
        let report = try await job.run([path], into: nil)
        #expect(report.files.map(\.counts.candles) == [3000])
        #expect(report.files.map(\.counts.rejected) == [1])
        #expect(report.files.map(\.changed) == [nil])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/none"))
    }

    @Test("The run log says what each file was")
    func runLog() async throws {
        let path = try write("old.csv", Self.header + Self.rows(0..<50).joined())
        _ = try await imported([path])
        let store = try await CandleStore.open(directory: folder.path + "/data", command: "test")
        let run = try #require(try await store.runs(latest: 1).first)
        #expect(run.outcome == "done")
        #expect(run.counts["rows"] == 50 && run.counts["changed"] == 50)
        let step = try #require(run.steps.first)
        #expect(step.source == "file" && step.name == path && step.candles == 50)
        #expect(step.from.milliseconds == Self.start * 1000)
        #expect(step.to - step.from == 50 * 60_000)
        try await store.close()
    }

    @Test("Nothing is imported into a store of simulated candles")
    func simulated() async throws {
        let store = try await CandleStore.open(directory: folder.path + "/data", command: "test")
        try await store.claimSource("simulated; seed=1")
        let values = try CandleValues(
            open: 1, high: 1, low: 1, close: 1, closeTime: OpenTime(milliseconds: Self.start * 1000 + 60_000))
        let candle = ClosedCandle(openTime: OpenTime(milliseconds: Self.start * 1000), values: values)
        _ = try await store.write(StoreBatch(candles: [key: [CandleVersion(candle, from: .rest)]]))
        try await store.close()
        let path = try write("old.csv", Self.header + Self.rows(0..<50).joined())
        await #expect(throws: ImportError.self) { try await imported([path]) }
    }

    @Test("Damaged packed files are refused before anything is stored", arguments: 0..<8)
    func damaged(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var bytes = try Archiving.Gzip.compressed(Array((Self.header + Self.rows(0..<4000).joined()).utf8))
        if Bool.random(using: &random) {
            bytes.removeLast(Int.random(in: 1..<bytes.count - 20, using: &random))
        } else {
            bytes[Int.random(in: 12..<bytes.count, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
        }
        let path = try write("old.csv.gz", bytes)
        let error = await #expect(throws: ImportError.self) { try await imported([path]) }
        #expect(error?.kind == .badData)
        let store = try await CandleStore.open(directory: folder.path + "/data", command: "test")
        #expect(try await store.candles(key).versions.isEmpty)
        try await store.close()
    }

    @Test("Paths that are no files of candles are refused, each for its reason")
    func wrongFiles() async throws {
        let cases: [(String, ImportError.Kind)] = [
            (folder.path + "/missing.csv", .noInput), (folder.path, .noInput),
            (try write("empty.csv", ""), .badData), (try write("header.csv", Self.header), .badData),
            (try write("words.csv", "a,b\nc,d\n"), .badData),
            (try write("long.csv", Self.header + String(repeating: "1", count: 10_000)), .badData),
        ]
        for (path, kind) in cases {
            let error = await #expect(throws: ImportError.self, "\(path)") { try await imported([path]) }
            #expect(error?.kind == kind, "\(path): \(String(describing: error))")
            #expect(error.map { "\($0)".contains(path) } == true)
        }
    }

    @Test("Imported candles give way to the exchange's, whichever comes first")
    func vintages() async throws {
        let path = try write("old.csv", Self.header + Self.rows(0..<3).joined())
        let store = try await CandleStore.open(directory: folder.path + "/data", command: "test")
        let time = OpenTime(milliseconds: Self.start * 1000)
        let values = try CandleValues(open: 1, high: 1, low: 1, close: 1, closeTime: time + 60_000)
        let rest = CandleVersion(ClosedCandle(openTime: time, values: values), from: .rest)
        _ = try await store.write(StoreBatch(candles: [key: [rest]]))
        try await store.close()
        let (report, held, _) = try await imported([path])
        #expect(held.map(\.vintage) == [.rest, .imported, .imported])
        #expect(report.files.map(\.changed) == [2])
        #expect(report.files.map(\.disagreements) == [1])
    }
}
