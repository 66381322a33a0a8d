/// The entry that a stream of a zip archive is at: what its header says, and what was read of it.
struct ZipStreamEntry {
    private(set) var name = ""
    private(set) var method = ZipEntry.Method.stored
    private(set) var packedSize = 0
    private(set) var hasDescriptor = false
    private var size = 0
    private var expectedCRC = 0

    var packedRead = 0
    var read = 0
    var crc: UInt32 = 0

    init() {}

    /// Reads the 30 bytes of a local header.
    ///
    /// - Throws: ``ArchivingError/unsupported(_:at:)``.
    init(header: [UInt8], name: String, at offset: Int) throws(ArchivingError) {
        self.name = name
        let flags = header.uint16(at: 6)
        method = try ZipDirectory.method(flags: flags, number: header.uint16(at: 8), name: name, at: offset)
        hasDescriptor = flags & ZipFormat.descriptorFlag != 0
        expect(header, at: 14)
        guard packedSize != ZipFormat.elsewhere32, size != ZipFormat.elsewhere32 else {
            throw .unsupported("\(name) is a zip64 entry", at: offset)
        }
        guard !(hasDescriptor && method == .stored) else {
            throw .unsupported(
                "\(name) is stored without its size, so a stream cannot see its end", at: offset)
        }
    }

    /// Whether the entry is no file of the user's: a folder, or the attributes that macOS puts beside a file.
    var isIgnored: Bool { name.hasSuffix("/") || name.hasPrefix("__MACOSX/") || name.hasSuffix(".DS_Store") }

    /// Whether nothing of a stored entry is to come, as with a folder.
    var hasAllStored: Bool { method == .stored && packedRead == packedSize }

    /// Takes in a checksum and two sizes.
    mutating func expect(_ bytes: [UInt8], at index: Int) {
        expectedCRC = bytes.uint32(at: index)
        packedSize = bytes.uint32(at: index + 4)
        size = bytes.uint32(at: index + 8)
    }

    /// Compares what was read with what was said.
    ///
    /// - Throws: ``ArchivingError/damaged(_:at:)``.
    func check(at offset: Int) throws(ArchivingError) {
        guard packedRead == packedSize, read == size else {
            throw .damaged(
                "\(packedRead) bytes of \(name) unpack to \(read), its header says \(packedSize) and \(size)",
                at: offset)
        }
        guard Int(crc) == expectedCRC else {
            throw .damaged("the CRC-32 of \(name) is \(crc), its header says \(expectedCRC)", at: offset)
        }
    }
}
