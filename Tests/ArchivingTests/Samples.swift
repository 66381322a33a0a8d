import Archiving
import TestSupport
import Testing

/// Contents to pack.
enum Samples {
    /// Text that packs well, as a file of candles does.
    static func text(lines: Int, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        var text = ""
        for line in 0..<lines {
            text +=
                "\(1_676_419_200_000 + line * 60_000),\(Int.random(in: 20_000...30_000, using: &random)).5,0\n"
        }
        return Array(text.utf8)
    }

    /// Bytes that do not pack at all.
    static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Everything that a stream hands out when its input comes in pieces, whose sizes are drawn.
    static func inflated(
        _ packed: [UInt8], _ format: PackedFormat, pieces: ClosedRange<Int>, seed: UInt64
    ) throws(ArchivingError) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let stream = try InflateStream(format)
        var contents: [UInt8] = []
        var start = 0
        while start < packed.count {
            let end = min(packed.count, start + Int.random(in: pieces, using: &random))
            stream.push(Array(packed[start..<end]))
            while let block = try stream.next() {
                guard !block.isEmpty, block.count <= InflateStream.blockSize else {
                    throw .damaged("a block has \(block.count) bytes", at: start)
                }
                contents += block
            }
            start = end
        }
        try stream.finish()
        return contents
    }

    /// A zip of one file as a program writes it that cannot seek: sizes and checksum behind the contents.
    static func streamedZip(_ name: String, _ contents: [UInt8], isSigned: Bool) throws -> [UInt8] {
        let plain = try ZipWriter.archive([(name, contents)])
        let entry = try #require(try ZipArchive(plain).entries.first)
        let nameLength = name.utf8.count
        var zip = Array(plain[..<(30 + nameLength + entry.packedSize)])
        zip[6] |= 8
        let sums = Array(zip[14..<26])
        for index in 14..<26 { zip[index] = 0 }
        zip += (isSigned ? [0x50, 0x4B, 0x07, 0x08] : []) + sums
        let start = zip.count
        zip += plain[(30 + nameLength + entry.packedSize)...]
        zip[start + 8] |= 8
        let end = zip.count - 22
        for byte in 0..<4 { zip[end + 16 + byte] = UInt8(truncatingIfNeeded: start >> (8 * byte)) }
        return zip
    }
}
