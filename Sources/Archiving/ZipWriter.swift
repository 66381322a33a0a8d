/// Makes a zip archive of named contents.
///
/// The same names and contents in the same order give the same bytes: the date of every entry is 1980-01-01, the
/// first that the format knows, and nothing of the machine is written.
///
///     var writer = ZipWriter()
///     try writer.add("BTCUSDT-1m-2024-01.csv", contents)
///     let archive = writer.finish()
public struct ZipWriter: Sendable {
    private let level: Int
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// An archive without entries.
    ///
    /// - Parameter level: The effort of deflate: 0 stores the contents as they are, 1 is fastest, 12 is smallest.
    public init(level: Int = 6) {
        precondition((0...12).contains(level), "the level must be in 0...12, was \(level)")
        self.level = level
    }

    /// Adds an entry; contents that deflate does not make smaller are stored.
    ///
    /// - Throws: ``ArchivingError/unsupported(_:at:)`` if the archive would need zip64: more than 65,534 entries, or
    ///   more than 4 GiB. The archive is left as it was.
    /// - Complexity: O(size).
    public mutating func add(_ name: String, _ contents: [UInt8]) throws(ArchivingError) {
        var packed = contents
        var method = ZipEntry.Method.stored
        if level > 0, !contents.isEmpty {
            let deflated = try Deflate.packed(contents, level: level)
            if deflated.count < contents.count {
                packed = deflated
                method = .deflated
            }
        }
        let rawName = Array(name.utf8)
        let headers = ZipFormat.localHeaderSize + ZipFormat.directoryHeaderSize
        let added = 2 * rawName.count + packed.count + headers
        guard count < ZipFormat.elsewhere16 - 1, rawName.count <= 0xFFFF,
            contents.count < ZipFormat.elsewhere32,
            bytes.count + directory.count + added + ZipFormat.endRecordSize < ZipFormat.elsewhere32
        else { throw .unsupported("\(name) does not fit into an archive without zip64", at: bytes.count) }
        let header = bytes.count
        let crc = Int(CRC32.checksum(contents))
        var shared: [UInt8] = []
        shared.append16(20)
        shared.append16(rawName.contains { $0 >= 0x80 } ? ZipFormat.utf8Flag : 0)
        shared.append16(method.rawValue)
        shared.append16(0)
        shared.append16(1 << 5 | 1)
        shared.append32(crc)
        shared.append32(packed.count)
        shared.append32(contents.count)
        shared.append16(rawName.count)
        shared.append16(0)
        bytes.append32(ZipFormat.localHeader)
        bytes += shared
        bytes += rawName
        bytes += packed
        directory.append32(ZipFormat.directoryHeader)
        directory.append16(20)
        directory += shared
        // Comment length, part, inner attributes, outer attributes: none of them.
        directory += [UInt8](repeating: 0, count: 10)
        directory.append32(header)
        directory += rawName
        count += 1
    }

    /// The whole archive; the writer can go on with further entries.
    public func finish() -> [UInt8] {
        var archive = bytes + directory
        archive.append32(ZipFormat.endRecord)
        archive.append32(0)
        archive.append16(count)
        archive.append16(count)
        archive.append32(directory.count)
        archive.append32(bytes.count)
        archive.append16(0)
        return archive
    }

    /// The archive of a list of names and contents.
    ///
    /// - Throws: As ``add(_:_:)``.
    public static func archive(
        _ files: [(name: String, contents: [UInt8])], level: Int = 6
    ) throws(ArchivingError) -> [UInt8] {
        var writer = ZipWriter(level: level)
        for file in files { try writer.add(file.name, file.contents) }
        return writer.finish()
    }
}
