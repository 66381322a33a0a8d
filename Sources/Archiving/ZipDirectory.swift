/// The central directory of a zip archive, checked against the archive.
struct ZipDirectory {
    /// The entries in the order of the directory.
    private(set) var entries: [ZipEntry] = []
    private let bytes: [UInt8]
    /// Where the directory begins; all contents must lie before it.
    private let start: Int

    /// Reads the directory of an archive.
    ///
    /// - Throws: ``ArchivingError/damaged(_:at:)``, ``ArchivingError/unsupported(_:at:)``.
    init(of bytes: [UInt8]) throws(ArchivingError) {
        guard let end = ZipFormat.endRecord(in: bytes) else {
            throw .damaged(
                "the last 64 KiB hold no end record of a zip archive; the file is cut off or is no zip file",
                at: bytes.count)
        }
        try Self.refuseZip64(bytes, end: end)
        guard bytes.uint16(at: end + 4) == 0, bytes.uint16(at: end + 6) == 0,
            bytes.uint16(at: end + 8) == bytes.uint16(at: end + 10)
        else { throw .unsupported("the archive is one part of several", at: end) }
        let count = bytes.uint16(at: end + 10)
        let size = bytes.uint32(at: end + 12)
        start = bytes.uint32(at: end + 16)
        self.bytes = bytes
        guard start + size == end else {
            throw .damaged(
                "the directory of \(size) bytes at byte \(start) does not end at its end record", at: end)
        }
        guard count * ZipFormat.directoryHeaderSize <= size else {
            throw .damaged("\(count) entries cannot stand in a directory of \(size) bytes", at: end)
        }
        entries.reserveCapacity(count)
        var offset = start
        for _ in 0..<count { entries.append(try entry(at: &offset, end: end)) }
        guard offset == end else {
            throw .damaged(
                "the directory has \(end - offset) bytes more than its \(count) entries need", at: offset)
        }
        try refuseOverlap()
    }

    private static func refuseZip64(_ bytes: [UInt8], end: Int) throws(ArchivingError) {
        let locator = end - ZipFormat.zip64LocatorSize
        let isMarked =
            bytes.uint16(at: end + 10) == ZipFormat.elsewhere16
            || bytes.uint32(at: end + 12) == ZipFormat.elsewhere32
            || bytes.uint32(at: end + 16) == ZipFormat.elsewhere32
        guard isMarked || (locator >= 0 && bytes.uint32(at: locator) == ZipFormat.zip64Locator) else {
            return
        }
        throw .unsupported("it is a zip64 archive", at: isMarked ? end : locator)
    }

    /// Reads the entry at an offset of the directory and moves the offset behind it.
    private func entry(at offset: inout Int, end: Int) throws(ArchivingError) -> ZipEntry {
        let at = offset
        guard end - at >= ZipFormat.directoryHeaderSize, bytes.uint32(at: at) == ZipFormat.directoryHeader
        else {
            throw .damaged("there is no directory entry", at: at)
        }
        let nameEnd = at + ZipFormat.directoryHeaderSize + bytes.uint16(at: at + 28)
        let next = nameEnd + bytes.uint16(at: at + 30) + bytes.uint16(at: at + 32)
        guard next <= end else { throw .damaged("a directory entry is longer than the directory", at: at) }
        offset = next
        let rawName = bytes[(at + ZipFormat.directoryHeaderSize)..<nameEnd]
        let name = String(decoding: rawName, as: UTF8.self)
        let packedSize = bytes.uint32(at: at + 20)
        let size = bytes.uint32(at: at + 24)
        let header = bytes.uint32(at: at + 42)
        let method = try Self.method(
            flags: bytes.uint16(at: at + 8), number: bytes.uint16(at: at + 10), name: name, at: at)
        guard packedSize != ZipFormat.elsewhere32, size != ZipFormat.elsewhere32,
            header != ZipFormat.elsewhere32
        else { throw .unsupported("\(name) is a zip64 entry", at: at) }
        guard bytes.uint16(at: at + 34) == 0 else {
            throw .unsupported("\(name) begins in another part of the archive", at: at)
        }
        switch method {
        case .stored where size != packedSize:
            throw .damaged("\(name) is not packed, but has the sizes \(packedSize) and \(size)", at: at)
        case .deflated where size > packedSize * Deflate.expansion:
            throw .damaged("\(packedSize) packed bytes of \(name) cannot unpack to \(size)", at: at)
        default: break
        }
        let data = try dataOffset(header: header, name: rawName, method: method)
        guard data + packedSize <= start else {
            throw .damaged("the \(packedSize) packed bytes of \(name) reach into the directory", at: data)
        }
        return ZipEntry(
            name: name, method: method, packedSize: packedSize, size: size,
            crc: UInt32(bytes.uint32(at: at + 16)), dataOffset: data, headerOffset: header)
    }

    /// What the flags and the number of the packing say, if that can be read.
    static func method(
        flags: Int, number: Int, name: String, at offset: Int
    ) throws(ArchivingError) -> ZipEntry.Method {
        guard flags & ZipFormat.encryptionFlags == 0 else {
            throw .unsupported("\(name) is encrypted", at: offset)
        }
        guard let method = ZipEntry.Method(rawValue: number) else {
            throw .unsupported("\(name) is packed with method \(number), which is not deflate", at: offset)
        }
        return method
    }

    /// Where the contents begin behind the entry's own header, which must agree with the directory.
    private func dataOffset(
        header: Int, name: ArraySlice<UInt8>, method: ZipEntry.Method
    ) throws(ArchivingError) -> Int {
        guard header + ZipFormat.localHeaderSize <= start, bytes.uint32(at: header) == ZipFormat.localHeader
        else {
            let text = String(decoding: name, as: UTF8.self)
            throw .damaged("there is no header of the entry \(text)", at: header)
        }
        let nameStart = header + ZipFormat.localHeaderSize
        let nameEnd = nameStart + bytes.uint16(at: header + 26)
        let data = nameEnd + bytes.uint16(at: header + 28)
        guard data <= start else { throw .damaged("a header reaches into the directory", at: header) }
        guard bytes[nameStart..<nameEnd] == name, bytes.uint16(at: header + 8) == method.rawValue,
            bytes.uint16(at: header + 6) & ZipFormat.encryptionFlags == 0
        else {
            let text = String(decoding: name, as: UTF8.self)
            throw .damaged("the header and the directory describe \(text) differently", at: header)
        }
        return data
    }

    /// Entries that share bytes are a way to make a small archive unpack to an absurd size.
    private func refuseOverlap() throws(ArchivingError) {
        var free = 0
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard entry.headerOffset >= free else {
                throw .damaged("the entry \(entry.name) overlaps the one before it", at: entry.headerOffset)
            }
            free = entry.dataOffset + entry.packedSize
        }
    }
}
