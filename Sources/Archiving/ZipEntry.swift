/// One file of a zip archive, as its central directory describes it.
public struct ZipEntry: Hashable, Sendable {
    /// How the contents are packed.
    public enum Method: Int, Hashable, Sendable {
        /// Not packed.
        case stored = 0
        /// Raw deflate.
        case deflated = 8
    }

    /// The name with the folders that the archive gives it; a name only, never a path to write to.
    public let name: String
    /// How the contents are packed.
    public let method: Method
    /// The size of the packed contents in bytes.
    public let packedSize: Int
    /// The size of the contents in bytes.
    public let size: Int
    /// The CRC-32 of the contents.
    public let crc: UInt32
    /// Where the packed contents begin in the archive.
    let dataOffset: Int
    /// Where the entry's own header begins in the archive.
    let headerOffset: Int

    /// Whether it is a folder, which has no contents.
    public var isFolder: Bool { name.hasSuffix("/") }
}
