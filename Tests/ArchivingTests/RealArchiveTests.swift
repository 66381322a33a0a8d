import Archiving
import Foundation
import TestSupport
import Testing

/// Archives that other programs wrote.
@Suite("Real archives")
struct RealArchiveTests {
    /// The files of a tar archive: name and contents.
    private static func tar(_ bytes: [UInt8]) -> [(name: String, contents: [UInt8])] {
        var files: [(name: String, contents: [UInt8])] = []
        var offset = 0
        while offset + 512 <= bytes.count, bytes[offset] != 0 {
            let name = String(decoding: bytes[offset..<(offset + 100)].prefix { $0 != 0 }, as: UTF8.self)
            let size =
                Int(String(decoding: bytes[(offset + 124)..<(offset + 135)], as: UTF8.self), radix: 8) ?? 0
            files.append((name, Array(bytes[(offset + 512)..<(offset + 512 + size)])))
            offset += 512 + (size + 511) / 512 * 512
        }
        return files
    }

    @Test(
        "Every recorded zip of the exchange is read, in memory and as a stream",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: ["BTCUSDT-1d_2023-08-15_2024-08-19", "ETHUSDT-1m_2023-03-01_2023-04-15"])
    func recorded(name: String) throws {
        let packed = try Data(contentsOf: SharedData.url("data/archive_zip/\(name).tar.gz"))
        let zips = Self.tar(try Archiving.Gzip.decompressed([UInt8](packed))).filter {
            $0.name.hasSuffix(".zip")
        }
        #expect(zips.count > 40)
        for zip in zips {
            let archive = try ZipArchive(zip.contents)
            let entry = try #require(archive.entries.first)
            #expect(archive.entries.count == 1)
            #expect(zip.name.hasSuffix(entry.name.replacing(".csv", with: ".zip")))
            let contents = try archive.contents(of: entry, limit: 16 << 20)
            #expect(contents.last == 0x0A)
            #expect(contents.count { $0 == 0x2C } == 11 * contents.count { $0 == 0x0A })
            #expect(try Samples.inflated(zip.contents, .zip, pieces: 1_000...9_000, seed: 1) == contents)
        }
    }

    @Test(
        "An archive made by zip is read",
        .enabled(
            if: FileManager.default.fileExists(atPath: "/usr/bin/zip"), "the program zip is not installed"),
        arguments: ["-9", "-0"])
    func infoZip(level: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "zip-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let contents = Samples.text(lines: 5_000, seed: 1)
        try Data(contents).write(to: folder.appending(path: "a.csv"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/zip")
        process.currentDirectoryURL = folder
        process.arguments = ["-q", level, "a.zip", "a.csv"]
        try process.run()
        process.waitUntilExit()
        let packed = [UInt8](try Data(contentsOf: folder.appending(path: "a.zip")))
        let archive = try ZipArchive(packed)
        #expect(try archive.contents(of: try #require(archive.entry(named: "a.csv"))) == contents)
        #expect(try Samples.inflated(packed, .zip, pieces: 1...999, seed: 2) == contents)
    }

    @Test(
        "What is written here is read by unzip",
        .enabled(
            if: FileManager.default.fileExists(atPath: "/usr/bin/unzip"), "the program unzip is not installed"
        ))
    func unzip() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "zip-\(UUID().uuidString).zip")
        defer { try? FileManager.default.removeItem(at: file) }
        let contents = Samples.text(lines: 5_000, seed: 3)
        try Data(try ZipWriter.archive([("a.csv", contents), ("b.csv", [])])).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unzip")
        process.arguments = ["-p", file.path(), "a.csv"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let found = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect([UInt8](found) == contents)
        #expect(process.terminationStatus == 0)
    }
}
