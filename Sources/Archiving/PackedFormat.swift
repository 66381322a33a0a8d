/// How the bytes of a file are packed.
public enum PackedFormat: String, CaseIterable, Hashable, Sendable {
    /// Not packed.
    case plain
    /// One or several gzip members.
    case gzip
    /// A zip archive.
    case zip

    /// The format that the first bytes of a file show; the name of the file does not count.
    ///
    /// - Parameter prefix: The first four bytes, or more, or all that there are.
    public init(of prefix: some Sequence<UInt8>) {
        let magic = Array(prefix.prefix(4))
        if magic.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if magic == [0x50, 0x4B, 0x03, 0x04] || magic == [0x50, 0x4B, 0x05, 0x06] {
            self = .zip
        } else {
            self = .plain
        }
    }
}
