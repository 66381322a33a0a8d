public import Candles

/// What the bulk archive answered to the question for a file.
public enum ArchiveAnswer: Sendable {
    /// The file is there and what it says can be true.
    case contents(ArchiveContents)
    /// There is no such file: it is before the listing, after the delisting, or not published yet.
    case absent
    /// The file is there and cannot be trusted; the reason in words, such as a checksum that does not match.
    case refused(reason: String)
}

/// The checked contents of a file of the bulk archive.
public struct ArchiveContents: Sendable {
    /// The candles, strictly ascending in open time, all inside the file's period.
    public let columns: CandleColumns
    /// The SHA-256 of the file, in lower-case hexadecimal digits.
    public let digest: String
    /// The size of the packed file in bytes.
    public let bytes: Int
    /// Whether the file came from the cache and not over the network.
    public let isCached: Bool
    /// The number of requests made for it, repetitions counted.
    public let requests: Int
    /// Whether the exchange has published the file anew: its digest is not the one that the caller knew.
    public let isReissued: Bool

    /// Checked contents.
    public init(
        columns: CandleColumns, digest: String, bytes: Int, isCached: Bool, requests: Int,
        isReissued: Bool = false
    ) {
        self.columns = columns
        self.digest = digest
        self.bytes = bytes
        self.isCached = isCached
        self.requests = requests
        self.isReissued = isReissued
    }
}
