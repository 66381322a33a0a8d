/// What bytes are that were meant to be text.
enum BinaryKind {
    /// How well-known forms begin.
    private static let marks: [(bytes: [UInt8], name: String)] = [
        ([0x1F, 0x8B], "gzip-compressed data"),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive, as spreadsheets are"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz-compressed data"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd-compressed data"),
        (Array("PAR1".utf8), "a Parquet file"),
    ]

    /// How many bytes are looked at.
    private static let looked = 4096

    /// Refuses bytes that are no text.
    ///
    /// - Throws: ``InterchangeError/encoding(_:)`` or ``InterchangeError/notText(_:)``.
    static func refuse(_ bytes: some Collection<UInt8>) throws(InterchangeError) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw .encoding("UTF-16")
        }
        if let mark = marks.first(where: { bytes.starts(with: $0.bytes) }) { throw .notText(mark.name) }
        if bytes.prefix(looked).contains(0) { throw .notText("binary data") }
    }
}
