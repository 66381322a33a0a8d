public import Candles

/// What files hold, and how they are to be taken in.
public struct ImportRequest: Hashable, Sendable {
    /// The symbol of the candles.
    public var symbol: Symbol
    /// Their interval; nil to find it from the rows.
    public var interval: Interval?
    /// The names of all columns, `-` for one to leave out; nil to find them.
    public var columns: [String]?
    /// The unit of the times; nil to tell it from their size.
    public var timeUnit: FileTimeUnit?
    /// Whether the first bad row ends the import before anything of its file is stored.
    public var isStrict: Bool
    /// The number of tasks that read rows at the same time.
    public var threads: Int
    /// Whether files are only read and nothing is written.
    public var isDryRun: Bool
    /// The file for rejected rows; nil for one of its own for each file.
    public var rejectFile: String?
    /// The time; candles that end later are still running and not taken.
    public var now: OpenTime

    /// A request.
    public init(
        _ symbol: Symbol, interval: Interval? = nil, columns: [String]? = nil, timeUnit: FileTimeUnit? = nil,
        isStrict: Bool = false, threads: Int = 2, isDryRun: Bool = false, rejectFile: String? = nil,
        now: OpenTime
    ) {
        precondition(threads > 0, "at least one thread is needed, was \(threads)")
        self.symbol = symbol
        self.interval = interval
        self.columns = columns
        self.timeUnit = timeUnit
        self.isStrict = isStrict
        self.threads = threads
        self.isDryRun = isDryRun
        self.rejectFile = rejectFile
        self.now = now
    }
}

/// What an import tells while it runs, for the user's eyes.
public enum ImportEvent: Sendable {
    /// How a file is read.
    case understood(path: String, CandleFileLayout, Interval)
    /// How far a file is: bytes read, of how many if that is known, and rows so far.
    case progress(path: String, bytes: Int, of: Int?, rows: Int)
    /// A stored chunk could not be read; it was set aside.
    case damaged(DamagedChunkNote)
    /// A file is done.
    case finished(ImportReport.File)

    /// What is said of a chunk that was set aside.
    public struct DamagedChunkNote: Hashable, Sendable {
        /// The series of the chunk.
        public let key: SeriesKey
        /// The first day of the chunk.
        public let day: UTCDay
        /// What is wrong with it.
        public let reason: String
    }
}
