import Archiving

extension ArchiveFile {
    /// Whether packed files can be read here: some bytes are packed and read again.
    public static var canUnpack: Bool {
        let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
        do {
            let zip = try ZipArchive(ZipWriter.archive([(name: "check", contents: bytes)]))
            guard let entry = zip.entries.first else { return false }
            return try zip.contents(of: entry) == bytes
        } catch {
            return false
        }
    }
}
