/// A zip archive in memory, read with every bound checked.
///
/// Sizes, checksums and places are taken from the central directory, so archives that were written as a stream are
/// read as well. An archive is refused whole, with what is wrong and at which byte, if it is cut off, if parts of it
/// overlap or lie outside, or if it needs zip64, a password or a packing other than deflate.
///
///     let archive = try ZipArchive(bytes)
///     for entry in archive.entries { print(entry.name, try archive.contents(of: entry).count) }
public struct ZipArchive: Sendable {
    /// The files and folders, in the order of the directory.
    public let entries: [ZipEntry]
    /// The whole archive.
    let bytes: [UInt8]

    /// Reads the directory of an archive and checks every place that it names.
    ///
    /// - Throws: ``ArchivingError/damaged(_:at:)``, ``ArchivingError/unsupported(_:at:)``.
    /// - Complexity: O(*e* log *e*) for *e* entries; the contents are not touched.
    public init(_ bytes: [UInt8]) throws(ArchivingError) {
        self.bytes = bytes
        entries = try ZipDirectory(of: bytes).entries
    }

    /// The unpacked contents of an entry, which may have no more bytes than the limit.
    ///
    /// An entry that says it has more is refused before anything is unpacked.
    ///
    /// - Throws: ``ArchivingError/tooLarge(_:limit:)``; ``ArchivingError/damaged(_:at:)`` if the data cannot be
    ///   unpacked, or its length or its checksum is not what the directory says.
    /// - Complexity: O(size).
    public func contents(of entry: ZipEntry, limit: Int = 1 << 30) throws(ArchivingError) -> [UInt8] {
        guard entry.size <= limit else { throw .tooLarge(entry.name, limit: limit) }
        let end = entry.dataOffset + entry.packedSize
        guard end <= bytes.count else {
            throw .damaged("the entry \(entry.name) is not of this archive", at: entry.headerOffset)
        }
        let contents: [UInt8]
        switch entry.method {
        case .stored: contents = Array(bytes[entry.dataOffset..<end])
        case .deflated:
            let unpacked = bytes.withUnsafeBytes { all in
                Result { () throws(ArchivingError) in
                    try Deflate.unpacked(
                        UnsafeRawBufferPointer(rebasing: all[entry.dataOffset..<end]), size: entry.size,
                        at: entry.dataOffset)
                }
            }
            contents = try unpacked.get()
        }
        let crc = CRC32.checksum(contents)
        guard crc == entry.crc else {
            throw .damaged(
                "the CRC-32 of \(entry.name) is \(crc), the directory says \(entry.crc)", at: entry.dataOffset
            )
        }
        return contents
    }

    /// The first entry with a name.
    public func entry(named name: String) -> ZipEntry? {
        entries.first { $0.name == name }
    }
}
