import Archiving
import Candles
import Foundation
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Archive trees", .timeLimit(.minutes(3)))
struct ArchiveBuilderTests {
    /// Makes a tree from tables in a temporary folder.
    private static func withTree<R>(
        _ tables: [SeriesKey: CandleTable], _ change: (inout ArchiveBuilder) -> Void = { _ in },
        _ body: (URL, ArchiveBuilder.Report) async throws -> R
    ) async throws -> R {
        try await Samples.withFolder { folder in
            let klines = folder.appending(path: "klines")
            try FileManager.default.createDirectory(at: klines, withIntermediateDirectories: true)
            for (key, table) in tables {
                try Data(Samples.csv(table).utf8).write(
                    to: klines.appending(path: "\(key.symbol)-\(key.interval.fileName).csv"))
            }
            let target = folder.appending(path: "tree")
            var builder = ArchiveBuilder(klines: klines.path(), target: target.path())
            change(&builder)
            return try await body(target, try await builder.build())
        }
    }

    private static func files(_ tree: URL) throws -> [String] {
        guard FileManager.default.fileExists(atPath: tree.path()) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: tree.path())
            .filter { $0.hasSuffix(".zip") || $0.hasSuffix(".CHECKSUM") }.sorted()
    }

    private static func csv(_ tree: URL, _ path: String) throws -> String {
        let bytes = [UInt8](try Data(contentsOf: tree.appending(path: path)))
        let archive = try ZipArchive(bytes)
        #expect(archive.entries.count == 1)
        return String(decoding: try archive.contents(of: archive.entries[0]), as: UTF8.self)
    }

    /// Hours from the middle of one month to the middle of the third, without the first hours of the second.
    private static func hours() throws -> [SeriesKey: CandleTable] {
        let start = try Samples.time("2024-01-15T12:00:00Z")
        let table = Samples.table(start, count: 60 * 24, length: Samples.hour) { index in
            (396..<400).contains(index)
        }
        return [try Samples.key("BTCUSDT", .h1): table]
    }

    @Test("Days that are over and whole months become files with checksums")
    func periods() async throws {
        try await Self.withTree(try Self.hours(), { $0.months = true }) { tree, report in
            let files = try Self.files(tree)
            let months = files.filter { $0.contains("/monthly/") }
            let folder = "data/spot/monthly/klines/BTCUSDT/1h/"
            // An outage at its beginning does not make the month less whole.
            #expect(
                months == [
                    folder + "BTCUSDT-1h-2024-02.zip", folder + "BTCUSDT-1h-2024-02.zip.CHECKSUM",
                ])
            // The day of the listing is there, the day on which the data end is not.
            let days = files.filter { $0.contains("/daily/") && $0.hasSuffix(".zip") }
            #expect(days.first?.hasSuffix("BTCUSDT-1h-2024-01-15.zip") == true)
            #expect(days.last?.hasSuffix("BTCUSDT-1h-2024-03-14.zip") == true)
            #expect(days.count == 60 && report.made == 61)
            for path in files where path.hasSuffix(".zip") {
                let bytes = [UInt8](try Data(contentsOf: tree.appending(path: path)))
                let name = try #require(path.split(separator: "/").last)
                let checksum = try String(
                    contentsOf: tree.appending(path: path + ".CHECKSUM"), encoding: .utf8)
                #expect(checksum == "\(ArchiveService.digest(bytes))  \(name)\n")
            }
            let february = try Self.csv(tree, folder + "BTCUSDT-1h-2024-02.zip")
            #expect(february.split(separator: "\n").count == 29 * 24 - 4)
        }
    }

    @Test("The same input gives the same bytes, and every candle of a day stands in its file")
    func deterministic() async throws {
        let tables = try Self.hours()
        func all() async throws -> [String: [UInt8]] {
            try await Self.withTree(tables) { tree, _ in
                try Self.files(tree).reduce(into: [:]) {
                    $0[$1] = [UInt8](try Data(contentsOf: tree.appending(path: $1)))
                }
            }
        }
        let first = try await all()
        #expect(try await all() == first)
        try await Self.withTree(tables) { tree, report in
            let rows = try Self.files(tree).filter { $0.hasSuffix(".zip") }.map { try Self.csv(tree, $0) }
                .joined().split(separator: "\n")
            #expect(rows.count == report.candles)
            let table = try #require(tables.first?.value)
            for (index, row) in rows.enumerated() {
                let row = try KlineRow(csv: String(row))
                #expect(row.openTime.milliseconds == table.openTimes[index])
                #expect(row.values == table[index].values)
            }
        }
    }

    @Test(
        "Files from 2025 on are in microseconds, and all are where that is wanted", arguments: [false, true])
    func microseconds(all: Bool) async throws {
        let table = Samples.table(
            try Samples.time("2024-12-31"), count: 2, length: UTCDay.milliseconds)
        try await Self.withTree([try Samples.key("BTCUSDT", .d1): table], { $0.microseconds = all }) {
            tree, _ in
            let folder = "data/spot/daily/klines/BTCUSDT/1d/"
            let old = try Self.csv(tree, folder + "BTCUSDT-1d-2024-12-31.zip")
            let new = try Self.csv(tree, folder + "BTCUSDT-1d-2025-01-01.zip")
            #expect(old.hasPrefix(all ? "1735603200000000," : "1735603200000,"))
            #expect(old.contains(all ? ",1735689599999999," : ",1735689599999,"))
            #expect(new.hasPrefix("1735689600000000,") && new.contains(",1735775999999999,"))
        }
    }

    @Test("A dry run counts and writes nothing; intervals can be chosen")
    func dryRun() async throws {
        try await Self.withTree(try Self.hours(), { $0.isDryRun = true }) { tree, report in
            #expect(report.made == 60 && report.bytes > 0)
            let files = try Self.files(tree)
            #expect(files.isEmpty)
        }
        try await Self.withTree(try Self.hours(), { $0.intervals = [.m1] }) { _, report in
            #expect(report.made == 0)
        }
    }

    @Test("Recorded files are taken byte for byte and win over made ones")
    func recorded() async throws {
        try await Samples.withFolder { folder in
            let place = folder.appending(path: "recorded/data/spot/daily/klines/BTCUSDT/1h")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let name = "BTCUSDT-1h-2024-01-20.zip"
            try Data([1, 2, 3]).write(to: place.appending(path: name))
            let source = folder.appending(path: "recorded").path()
            try await Self.withTree(try Self.hours(), { $0.recorded = [source] }) { tree, report in
                #expect(report.recorded == 1 && report.made == 59)
                let path = "data/spot/daily/klines/BTCUSDT/1h/" + name
                #expect(try Data(contentsOf: tree.appending(path: path)) == Data([1, 2, 3]))
                let checksum = try String(
                    contentsOf: tree.appending(path: path + ".CHECKSUM"), encoding: .utf8)
                #expect(checksum.hasSuffix("  \(name)\n"))
            }
            await #expect(throws: ReplayError.self) {
                try await Self.withTree(try Self.hours(), { $0.recorded = ["/no/such"] }) { _, _ in }
            }
        }
    }

    @Test(
        "Rows written from recorded candles are those of the recorded files",
        .enabled(if: SharedData.isAvailable, SharedData.hint))
    func asRecorded() async throws {
        let packed = try SharedData.url("data/archive_zip/BTCUSDT-1h_2022-01-01_2023-12-31.tar.gz")
        let recorded = try SharedData.url("data/replay/BTCUSDT-1h.csv.gz")
        try await Samples.withFolder { folder in
            try FileManager.default.copyItem(
                at: recorded, to: folder.appending(path: "BTCUSDT-1h.csv.gz"))
            func build(_ name: String, _ change: (inout ArchiveBuilder) -> Void) async throws -> URL {
                let target = folder.appending(path: name)
                var builder = ArchiveBuilder(klines: folder.path(), target: target.path())
                change(&builder)
                let report = try await builder.build()
                #expect(report.made + report.recorded >= 730)
                return target
            }
            let made = try await build("made") { _ in }
            let taken = try await build("taken") {
                $0.recorded = [packed.path()]
                $0.months = true
            }
            let days = try Self.files(made).filter { $0.hasSuffix(".zip") }
            #expect(days.count == 730)
            var identical = 0
            for path in days {
                let (mine, theirs) = (try Self.csv(made, path), try Self.csv(taken, path))
                if mine == theirs {
                    identical += 1
                } else {
                    // Sums of more than 90 million have more digits than a double keeps.
                    let rows = try [mine, theirs].map { text in
                        try text.split(separator: "\n").map { try KlineRow(csv: String($0)) }
                    }
                    #expect(rows[0] == rows[1], "\(path)")
                }
            }
            #expect(identical > 600)
            #expect(try Self.files(taken).filter { $0.contains("/monthly/") }.count == 48)
        }
    }
}

@Suite("Tar archives")
struct TarReaderTests {
    /// One file in a tar archive of a single header, as the format's smallest form has it.
    private static func tar(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(name, at: 0)
        put(String(contents.count, radix: 8), at: 124)
        put("        0", at: 148)
        put("ustar", at: 257)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(String(sum, radix: 8) + "\0", at: 148)
        let padding = [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
        return header + contents + padding
    }

    @Test("Files are read with their names")
    func reads() throws {
        let bytes =
            Self.tar("a/b.zip", Array(0..<200)) + Self.tar("c", []) + [UInt8](repeating: 0, count: 1024)
        var reader = TarReader(bytes, file: "x.tar")
        let first = try #require(try reader.next())
        #expect(first.name == "a/b.zip" && Array(first.contents) == Array(0..<200))
        #expect(try reader.next()?.name == "c")
        #expect(try reader.next() == nil)
    }

    @Test("Damage is refused and never a trap", arguments: 0..<300 as Range<UInt64>)
    func damage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Self.tar("a", Array(0..<100)) + Self.tar("b", Array(0..<50))
        if seed % 2 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
        for _ in 0..<3 where !bytes.isEmpty {
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
        }
        var reader = TarReader(bytes, file: "x.tar")
        do {
            while try reader.next() != nil {}
        } catch {
            #expect(error.kind == .badData)
        }
    }
}
