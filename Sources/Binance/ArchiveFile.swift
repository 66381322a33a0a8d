public import Candles

/// A file of the exchange's bulk archive: the candles of one series in one month or on one day.
public struct ArchiveFile: Hashable, Sendable {
    /// The series.
    public let key: SeriesKey
    /// The time that the file is for.
    public let period: Period

    /// The time that a file is for, in UTC.
    public enum Period: Hashable, Sendable {
        /// A month, 1 to 12, of a year.
        case month(year: Int, month: Int)
        /// A day.
        case day(UTCDay)
    }

    /// A file.
    public init(_ key: SeriesKey, _ period: Period) {
        self.key = key
        self.period = period
    }
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

    /// Checked contents.
    public init(columns: CandleColumns, digest: String, bytes: Int, isCached: Bool, requests: Int) {
        self.columns = columns
        self.digest = digest
        self.bytes = bytes
        self.isCached = isCached
        self.requests = requests
    }
}

/// What the bulk archive answered to the question for a file.
public enum ArchiveAnswer: Sendable {
    /// The file is there and what it says can be true.
    case contents(ArchiveContents)
    /// There is no such file: it is before the listing, after the delisting, or not published yet.
    case absent
    /// The file is there and cannot be trusted; the reason in words, such as a checksum that does not match.
    case refused(reason: String)
}
