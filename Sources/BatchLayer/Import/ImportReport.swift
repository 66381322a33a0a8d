public import Candles

/// What an import did, file by file.
public struct ImportReport: Hashable, Sendable {
    /// What became of a file.
    public struct File: Hashable, Sendable {
        /// The path, `-` for stdin.
        public let path: String
        /// The name of the file inside an archive, or nil.
        public let entry: String?
        /// The series of its candles.
        public let key: SeriesKey
        /// How it was read.
        public let layout: CandleFileLayout
        /// What its rows are.
        public let counts: ImportCounts
        /// The candles that are new in the store or changed there; nil if nothing was written.
        public let changed: Int?
        /// The candles that the store held with other values.
        public let disagreements: Int
        /// The number of bytes that were read, packed as they are.
        public let bytes: Int
        /// How long it took, in seconds.
        public let seconds: Double
        /// Where the rejected rows are, or nil if there are none.
        public let rejectFile: String?

        /// The first open time, or nil if there is no candle.
        public var first: OpenTime? {
            counts.candles == 0 ? nil : OpenTime(milliseconds: counts.first)
        }

        /// The last open time, or nil if there is no candle.
        public var last: OpenTime? {
            counts.candles == 0 ? nil : OpenTime(milliseconds: counts.last)
        }
    }

    /// The files, in the order they were named.
    public internal(set) var files: [File] = []
    /// Whether nothing was written.
    public let isDryRun: Bool

    /// The rows that were not taken, of all files.
    public var rejected: Int { files.reduce(0) { $0 + $1.counts.rejected } }

    /// The candles of all files, repeated ones too.
    public var candles: Int { files.reduce(0) { $0 + $1.counts.candles } }
}
