/// Reads the one file of a zip archive while the archive comes, from its local headers.
///
/// The directory at the end is used only to see that the archive is whole. An entry that is packed with deflate may
/// have its sizes behind it; a stored one then has no end that can be seen, and is refused.
final class ZipStream {
    private enum Phase {
        case header
        case contents
        case descriptor
        case directory
    }

    private static let longestDirectory = 1 << 20

    private let inflater: Inflater
    private var phase = Phase.header
    private var entry = ZipStreamEntry()
    private var entryCount = 0
    private var directoryOffset = 0
    private var directory: [UInt8] = []
    /// The name of the file whose contents are handed out.
    private(set) var name: String?

    init() throws(ArchivingError) {
        inflater = try Inflater(.raw)
    }

    func next(_ input: inout PackedInput, blockSize: Int) throws(ArchivingError) -> [UInt8]? {
        while true {
            switch phase {
            case .header:
                guard try readHeader(&input) else { return nil }
            case .contents:
                guard !input.isEmpty || inflater.isPending || entry.hasAllStored else { return nil }
                let block = try readContents(&input, blockSize: blockSize)
                entry.crc = CRC32.checksum(block, after: entry.crc)
                if !block.isEmpty, !entry.isIgnored { return block }
            case .descriptor:
                guard try readDescriptor(&input) else { return nil }
            case .directory:
                guard directory.count + input.count <= Self.longestDirectory else {
                    throw .unsupported("the directory is larger than 1 MiB", at: directoryOffset)
                }
                directory += input.take(upTo: input.count)
                return nil
            }
        }
    }

    /// Reads a local header, or sees that the directory begins; false if bytes are missing.
    private func readHeader(_ input: inout PackedInput) throws(ArchivingError) -> Bool {
        guard input.count >= 4 else { return false }
        let bytes = Array(input.rest.prefix(ZipFormat.localHeaderSize))
        let signature = bytes.uint32(at: 0)
        if signature == ZipFormat.directoryHeader || signature == ZipFormat.endRecord {
            directoryOffset = input.position
            phase = .directory
            return true
        }
        guard signature == ZipFormat.localHeader else {
            throw .damaged(
                entryCount == 0 ? "the data is no zip archive" : "there is no header of an entry",
                at: input.position)
        }
        guard bytes.count == ZipFormat.localHeaderSize else { return false }
        let length = ZipFormat.localHeaderSize + bytes.uint16(at: 26) + bytes.uint16(at: 28)
        guard input.count >= length else { return false }
        let rawName = input.rest.dropFirst(ZipFormat.localHeaderSize).prefix(bytes.uint16(at: 26))
        entry = try ZipStreamEntry(
            header: bytes, name: String(decoding: rawName, as: UTF8.self), at: input.position)
        if !entry.isIgnored {
            guard name == nil else {
                throw .unsupported(
                    "the archive holds more than one file: \(name ?? "") and \(entry.name)",
                    at: input.position)
            }
            name = entry.name
        }
        input.skip(length)
        entryCount += 1
        inflater.reset()
        phase = .contents
        return true
    }

    private func readContents(
        _ input: inout PackedInput, blockSize: Int
    ) throws(ArchivingError) -> [UInt8] {
        let block: [UInt8]
        let start = input.position
        var hasEnded = false
        switch entry.method {
        case .stored:
            block = input.take(upTo: min(blockSize, entry.packedSize - entry.packedRead))
            hasEnded = entry.packedRead + block.count == entry.packedSize
        case .deflated:
            let step = inflater.step(&input, blockSize: blockSize)
            if let damage = step.damage {
                throw .damaged("the deflate data is not valid (\(damage))", at: input.position)
            }
            block = step.block
            hasEnded = step.hasEnded
        }
        entry.packedRead += input.position - start
        entry.read += block.count
        if hasEnded { phase = .descriptor }
        return block
    }

    /// Reads what follows the contents and compares; false if bytes are missing.
    private func readDescriptor(_ input: inout PackedInput) throws(ArchivingError) -> Bool {
        if entry.hasDescriptor {
            let bytes = Array(input.rest.prefix(16))
            // The signature is optional, and a checksum may look like it; the entry's own checksum decides.
            guard bytes.count >= 12 else { return false }
            let isSigned =
                bytes.uint32(at: 0) == ZipFormat.dataDescriptor && entry.crc != ZipFormat.dataDescriptor
            guard bytes.count >= (isSigned ? 16 : 12) else { return false }
            entry.expect(bytes, at: isSigned ? 4 : 0)
            input.skip(isSigned ? 16 : 12)
        }
        try entry.check(at: input.position)
        phase = .header
        return true
    }

    /// The archive is whole if its directory is where the end record says and has the entries that were seen.
    func finish(at position: Int) throws(ArchivingError) {
        guard phase == .directory, let end = ZipFormat.endRecord(in: directory),
            directory.uint32(at: end + 16) == directoryOffset, directory.uint32(at: end + 12) == end,
            directory.uint16(at: end + 10) == entryCount
        else { throw .damaged("the zip archive is cut off, or its directory is damaged", at: position) }
        guard name != nil else { throw .unsupported("the zip archive holds no file", at: directoryOffset) }
    }
}
