/// What an audit looked at, and what it found.
public struct AuditReport: Sendable {
    /// What was asked for.
    public let request: AuditRequest
    /// What is not as it should be, in order of series and time.
    public var findings: [AuditFinding]
    /// The number of findings, which may be more than are listed.
    public var findingCount: Int
    /// What is strange and may be true.
    public var remarks = AuditList<AuditRemark>()
    /// What was looked at.
    public var counts = Counts()
    /// Why the exchange could not be asked, or nil if it was, or was not to be.
    public var exchangeFailure: BatchError?

    /// How much was looked at, so that silence is not taken for success.
    public struct Counts: Hashable, Sendable {
        /// The series.
        public var series = 0
        /// Days that were read, of each symbol.
        public var days = 0
        /// Candles read and checked by themselves.
        public var candles = 0
        /// Chunks whose checksum was verified because their candles were read; damaged ones included.
        public var damagedChunks = 0
        /// Daily candles compared with the smaller ones in them; once for each smaller interval.
        public var daysCompared = 0
        /// Other candles compared with the smaller ones in them.
        public var otherCompared = 0
        /// Slots in which larger and smaller candles cannot be compared, since not all are held.
        public var notComparable = 0
        /// Rows of the daily view compared with those made afresh.
        public var dailyRows = 0
        /// Symbols whose daily view was not compared.
        public var dailyViewsSkipped = 0
        /// Disagreements of vintages that the store keeps.
        public var disagreements = 0
        /// Missing runs of candles looked at.
        public var gaps = 0
        /// Archive files whose candles were counted.
        public var archives = 0
        /// Archive files whose published digest was asked for.
        public var archivesAsked = 0
        /// Pages that the exchange was asked for again.
        public var pagesAsked = 0
        /// Candles compared with the exchange's.
        public var candlesAsked = 0

        /// Nothing yet.
        public init() {}
    }

    /// A report of nothing yet.
    public init(_ request: AuditRequest) {
        self.request = request
        findings = []
        findingCount = 0
    }

    /// Whether everything looked at is as it should be.
    public var isClean: Bool { findingCount == 0 }
}
