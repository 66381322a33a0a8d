import Archiving
import TestSupport
import Testing

@Suite("Zip archives")
struct ZipArchiveTests {
    @Test("What is packed is unpacked", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let files = (0..<Int.random(in: 0...6, using: &random)).map { index in
            let size = [0, 1, 100, 3_000].randomElement(using: &random) ?? 0
            let contents =
                Bool.random(using: &random)
                ? Samples.noise(size, seed: seed) : Samples.text(lines: size, seed: seed)
            return (name: "folder/\(index)-ü.csv", contents: contents)
        }
        let bytes = try ZipWriter.archive(files, level: Int.random(in: 0...12, using: &random))
        let archive = try ZipArchive(bytes)
        #expect(archive.entries.map(\.name) == files.map(\.name))
        for (entry, file) in zip(archive.entries, files) {
            #expect(entry.size == file.contents.count)
            #expect(entry.crc == CRC32.checksum(file.contents))
            #expect(try archive.contents(of: entry) == file.contents)
        }
    }

    @Test("The same files give the same bytes")
    func deterministic() throws {
        let files = [(name: "a.csv", contents: Samples.text(lines: 500, seed: 1))]
        #expect(try ZipWriter.archive(files) == ZipWriter.archive(files))
    }

    @Test("A comment is allowed, also one that looks like an end record")
    func comment() throws {
        let contents = Samples.text(lines: 10, seed: 2)
        var bytes = try ZipWriter.archive([("a.csv", contents)])
        let comment: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0x20, count: 60)
        bytes[bytes.count - 2] = UInt8(comment.count)
        let archive = try ZipArchive(bytes + comment)
        #expect(try archive.contents(of: try #require(archive.entry(named: "a.csv"))) == contents)
    }

    @Test("An archive written as a stream is read", arguments: [true, false])
    func dataDescriptor(isSigned: Bool) throws {
        let contents = Samples.text(lines: 100, seed: 3)
        let archive = try ZipArchive(try Samples.streamedZip("a.csv", contents, isSigned: isSigned))
        #expect(try archive.contents(of: try #require(archive.entries.first)) == contents)
    }

    @Test("More bytes than the limit are refused before anything is unpacked")
    func limit() throws {
        let contents = [UInt8](repeating: 0x30, count: 1_000_000)
        let archive = try ZipArchive(try ZipWriter.archive([("bomb.csv", contents)]))
        let entry = try #require(archive.entries.first)
        #expect(throws: ArchivingError.tooLarge("bomb.csv", limit: 999_999)) {
            try archive.contents(of: entry, limit: 999_999)
        }
        #expect(try archive.contents(of: entry, limit: 1_000_000) == contents)
    }

    /// A field of the directory or of the end record, counted from where that begins, and what it is set to.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isInEnd = false
        let offset: Int
        let value: [UInt8]
        let words: String
    }

    private static let faults = [
        Fault(testDescription: "encryption", offset: 8, value: [1, 0], words: "encrypted"),
        Fault(testDescription: "method 14", offset: 10, value: [14, 0], words: "method 14"),
        Fault(
            testDescription: "absurd size", offset: 24, value: [0xFE, 0xFF, 0xFF, 0x7F],
            words: "cannot unpack"),
        Fault(testDescription: "zip64 size", offset: 24, value: [0xFF, 0xFF, 0xFF, 0xFF], words: "zip64"),
        Fault(testDescription: "packed size beyond", offset: 20, value: [0, 0, 1, 0], words: "reach into"),
        Fault(testDescription: "header beyond", offset: 42, value: [0, 0, 0, 0x40], words: "no header"),
        Fault(testDescription: "another part", offset: 34, value: [1, 0], words: "another part"),
        Fault(
            testDescription: "name beyond", offset: 28, value: [0xFF, 0xFF],
            words: "longer than the directory"),
        Fault(
            testDescription: "too many entries", isInEnd: true, offset: 8, value: [9, 9, 9, 9],
            words: "cannot stand in"),
        Fault(
            testDescription: "two entries", isInEnd: true, offset: 8, value: [2, 0, 2, 0],
            words: "cannot stand in"),
        Fault(
            testDescription: "no entries", isInEnd: true, offset: 8, value: [0, 0, 0, 0], words: "bytes more"),
        Fault(
            testDescription: "zip64 end", isInEnd: true, offset: 16, value: [255, 255, 255, 255],
            words: "zip64"),
        Fault(
            testDescription: "directory beyond", isInEnd: true, offset: 16, value: [0, 0, 1, 0],
            words: "does not end"),
        Fault(
            testDescription: "split", isInEnd: true, offset: 4, value: [1, 0], words: "one part of several"),
    ]

    @Test("What cannot be right or cannot be read is refused in words", arguments: faults)
    func refused(fault: Fault) throws {
        var bytes = try ZipWriter.archive([("a.csv", Samples.text(lines: 100, seed: 4))])
        let end = bytes.count - 22
        let directory = end - 46 - 5
        for (index, byte) in fault.value.enumerated() {
            bytes[(fault.isInEnd ? end : directory) + fault.offset + index] = byte
        }
        let error = #expect(throws: ArchivingError.self) { try ZipArchive(bytes) }
        #expect(error?.problem.contains(fault.words) == true, "\(error?.problem ?? "")")
        #expect(error?.remedy.isEmpty == false)
    }

    @Test("Entries that share bytes are refused")
    func overlap() throws {
        let contents = Samples.text(lines: 100, seed: 5)
        var bytes = try ZipWriter.archive([("a.csv", contents), ("a.csv", contents)])
        // Both entries of the directory point to the first header.
        let second = bytes.count - 22 - 51
        for index in 0..<4 { bytes[second + 42 + index] = 0 }
        let error = #expect(throws: ArchivingError.self) { try ZipArchive(bytes) }
        #expect(error?.problem.contains("overlaps") == true)
    }

    @Test("A wrong checksum, size or end of the data is found", arguments: [16, 24, 20])
    func wrongContents(field: Int) throws {
        var bytes = try ZipWriter.archive([("a.csv", Samples.text(lines: 100, seed: 6))])
        bytes[bytes.count - 22 - 51 + field] -= 1
        #expect(throws: ArchivingError.self) {
            let archive = try ZipArchive(bytes)
            _ = try archive.contents(of: try #require(archive.entries.first))
        }
    }

    @Test("An entry of another archive is refused")
    func foreignEntry() throws {
        let large = try ZipArchive(try ZipWriter.archive([("a.csv", Samples.noise(5_000, seed: 7))]))
        let small = try ZipArchive(try ZipWriter.archive([("a.csv", [1])]))
        let entry = try #require(large.entries.first)
        #expect(throws: ArchivingError.self) { try small.contents(of: entry) }
    }
}
