import Archiving
import TestSupport
import Testing

@Suite("Unpacking in pieces")
struct InflateStreamTests {
    @Test(
        "Pieces of any size give the whole contents", arguments: PackedFormat.allCases, 0..<6 as Range<UInt64>
    )
    func anyPieces(format: PackedFormat, seed: UInt64) throws {
        let contents = Samples.text(lines: 100_000, seed: seed) + Samples.noise(10_000, seed: seed)
        #expect(contents.count > 2 * InflateStream.blockSize)
        let packed = try Self.packed(contents, format)
        #expect(PackedFormat(of: packed) == format)
        let sizes = [1...50, 1_000...70_000, packed.count...packed.count][Int(seed % 3)]
        #expect(try Samples.inflated(packed, format, pieces: sizes, seed: seed) == contents)
    }

    private static func packed(_ contents: [UInt8], _ format: PackedFormat) throws -> [UInt8] {
        switch format {
        case .plain: contents
        case .gzip: try Archiving.Gzip.compressed(contents)
        case .zip: try ZipWriter.archive([("BTCUSDT-1m.csv", contents)])
        }
    }

    @Test("Gzip members one after the other are one file, and zeros behind them are padding")
    func members() throws {
        let first = Samples.text(lines: 300, seed: 1)
        let second = Samples.noise(2_000, seed: 2)
        let packed =
            try Archiving.Gzip.compressed(first) + Archiving.Gzip.compressed([])
            + Archiving.Gzip.compressed(second, level: 12)
        #expect(try Archiving.Gzip.decompressed(packed + [UInt8](repeating: 0, count: 700)) == first + second)
        #expect(
            throws: ArchivingError.damaged("other bytes follow the end of the gzip data", at: packed.count)
        ) {
            try Archiving.Gzip.decompressed(packed + [7])
        }
        #expect(
            throws: ArchivingError.damaged(
                "other bytes than zeros follow the end of the gzip data", at: packed.count + 2)
        ) {
            try Archiving.Gzip.decompressed(packed + [0, 0, 7])
        }
    }

    @Test("Gzip data beyond the limit is refused")
    func limit() throws {
        let packed = try Archiving.Gzip.compressed([UInt8](repeating: 1, count: 100_000))
        #expect(throws: ArchivingError.tooLarge("The gzip data", limit: 99_999)) {
            try Archiving.Gzip.decompressed(packed, limit: 99_999)
        }
    }

    @Test("Every truncation and every change of a byte of gzip data gives the same contents or is refused")
    func damage() throws {
        let contents = Samples.text(lines: 12, seed: 3)
        let packed = try Archiving.Gzip.compressed(contents)
        for length in 0..<packed.count {
            #expect(throws: ArchivingError.self, "\(length)") {
                try Archiving.Gzip.decompressed(Array(packed[..<length]))
            }
        }
        for index in packed.indices {
            for change in [1, 4, 8, 0x10, 0x80, 0xFF] as [UInt8] {
                var changed = packed
                changed[index] ^= change
                do throws(ArchivingError) {
                    let found = try Samples.inflated(changed, .gzip, pieces: 1...30, seed: 4)
                    #expect(found == contents, "byte \(index) xor \(change)")
                } catch {}
            }
        }
    }

    @Test("An archive with sizes behind the contents is read as a stream", arguments: [true, false])
    func streamedZip(isSigned: Bool) throws {
        let contents = Samples.text(lines: 40_000, seed: 5)
        let packed = try Samples.streamedZip("a.csv", contents, isSigned: isSigned)
        #expect(try Samples.inflated(packed, .zip, pieces: 1...5_000, seed: 6) == contents)
    }

    @Test("Folders and what macOS adds are passed over; the name is that of the file")
    func ignoredEntries() throws {
        let contents = Samples.text(lines: 40, seed: 7)
        let packed = try ZipWriter.archive([
            ("data/", []), ("data/a.csv", contents), ("__MACOSX/data/._a.csv", Samples.noise(99, seed: 8)),
        ])
        #expect(try Samples.inflated(packed, .zip, pieces: 1...9, seed: 9) == contents)
        let stream = try InflateStream(.zip)
        #expect(stream.entryName == nil)
        stream.push(packed)
        _ = try stream.next()
        #expect(stream.entryName == "data/a.csv")
    }

    @Test("An archive of two files is not one stream")
    func twoFiles() throws {
        let packed = try ZipWriter.archive([("a.csv", [1, 2, 3]), ("b.csv", [4])])
        let error = #expect(throws: ArchivingError.self) {
            try Samples.inflated(packed, .zip, pieces: 1...9, seed: 10)
        }
        #expect(error?.problem.contains("more than one file: a.csv and b.csv") == true)
    }

    @Test("An archive without a file is refused")
    func noFile() throws {
        for packed in [try ZipWriter.archive([]), try ZipWriter.archive([("data/", [])])] {
            #expect(throws: ArchivingError.self) {
                try Samples.inflated(packed, .zip, pieces: 1...9, seed: 11)
            }
        }
    }

    @Test("An empty plain file is a file; empty gzip and zip files are cut off")
    func empty() throws {
        #expect(try Samples.inflated([], .plain, pieces: 1...1, seed: 12) == [])
        #expect(throws: ArchivingError.damaged("the gzip data is cut off", at: 0)) {
            try Archiving.Gzip.decompressed([])
        }
        #expect(throws: ArchivingError.self) { try Samples.inflated([], .zip, pieces: 1...1, seed: 12) }
    }

    @Test("A checksum can be taken in parts", arguments: 0..<10 as Range<UInt64>)
    func checksum(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = Samples.noise(Int.random(in: 0...5_000, using: &random), seed: seed)
        let middle = Int.random(in: 0...bytes.count, using: &random)
        let head = CRC32.checksum(Array(bytes[..<middle]))
        #expect(CRC32.checksum(Array(bytes[middle...]), after: head) == CRC32.checksum(bytes))
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
