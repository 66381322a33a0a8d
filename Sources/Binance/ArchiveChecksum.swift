/// What a checksum file of the bulk archive says: the SHA-256 of a file, two spaces, and its name.
struct ArchiveChecksum: Hashable, Sendable {
    /// The digest in lower-case hexadecimal digits.
    let digest: String

    /// Reads a checksum file; nil for a text that is no checksum of the file named.
    ///
    /// - Parameters:
    ///   - text: The checksum file.
    ///   - name: The name of the zip that it should be for.
    init?(_ text: [UInt8], of name: String) {
        let parts = String(decoding: text, as: UTF8.self).split { $0 == " " || $0.isNewline || $0 == "\t" }
        // The star marks a file read byte by byte, as programs on other systems write it.
        guard parts.count == 2, parts[1] == name || parts[1] == "*" + name else { return nil }
        let digest = parts[0].lowercased()
        guard digest.utf8.count == 64, digest.utf8.allSatisfy(Self.isHex) else { return nil }
        self.digest = digest
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
