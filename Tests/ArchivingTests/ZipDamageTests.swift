import Archiving
import TestSupport
import Testing

/// Damage never gives other contents and never ends the program.
@Suite("Damaged zip archives")
struct ZipDamageTests {
    private static let contents = Samples.text(lines: 12, seed: 11)

    /// The contents of the only entry.
    private static func whole(_ bytes: [UInt8]) throws(ArchivingError) -> [[UInt8]] {
        let archive = try ZipArchive(bytes)
        var all: [[UInt8]] = []
        for entry in archive.entries { all.append(try archive.contents(of: entry, limit: 1 << 20)) }
        return all
    }

    /// Same contents or an error, both for the archive in memory and for the stream.
    private func check(_ bytes: [UInt8], _ what: String) {
        do throws(ArchivingError) {
            let all = try Self.whole(bytes)
            #expect(all == [Self.contents], "\(what), in memory")
        } catch {}
        do throws(ArchivingError) {
            let all = try Samples.inflated(bytes, .zip, pieces: 1...40, seed: 1)
            #expect(all == Self.contents, "\(what), as a stream")
        } catch {}
    }

    @Test("Every truncation is refused")
    func truncations() throws {
        for bytes in [
            try ZipWriter.archive([("a.csv", Self.contents)]),
            try Samples.streamedZip("a.csv", Self.contents, isSigned: true),
        ] {
            for length in 0..<bytes.count {
                let cut = Array(bytes[..<length])
                #expect(throws: ArchivingError.self, "\(length)") { try ZipArchive(cut) }
                #expect(throws: ArchivingError.self, "\(length)") {
                    try Samples.inflated(cut, .zip, pieces: 1...64, seed: 1)
                }
            }
        }
    }

    @Test("Every change of one byte gives the same contents or is refused")
    func mutations() throws {
        for bytes in [
            try ZipWriter.archive([("a.csv", Self.contents)]),
            try ZipWriter.archive([("a.csv", Self.contents)], level: 0),
            try Samples.streamedZip("a.csv", Self.contents, isSigned: false),
        ] {
            for index in bytes.indices {
                for change in [1, 2, 8, 0x41, 0x80, 0xFF] as [UInt8] {
                    var changed = bytes
                    changed[index] ^= change
                    check(changed, "byte \(index) xor \(change)")
                }
            }
        }
    }

    @Test(
        "Many changes, cuts and repeats at once give the same contents or are refused",
        arguments: 0..<40 as Range<UInt64>)
    func fuzz(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let original = try ZipWriter.archive([("a.csv", Self.contents)])
        for round in 0..<100 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1:
                    bytes.removeSubrange(
                        index..<min(bytes.count, index + Int.random(in: 1...30, using: &random)))
                case 2: bytes.insert(contentsOf: bytes.prefix(index).suffix(20), at: index)
                default: bytes[index] = [0, 0xFF].randomElement(using: &random) ?? 0
                }
            }
            check(bytes, "round \(round)")
        }
    }
}
