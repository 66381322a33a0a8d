public import Candles

/// What is written to the store in one transaction: all of it or, when anything fails, nothing.
public struct StoreBatch: Sendable {
    /// Candle versions in any order, also repeated; each is joined with the version that is held.
    public var candles: [SeriesKey: [CandleVersion]]
    /// Candles that were made ready elsewhere; each is joined with the version that is held.
    public var chunks: [PreparedChunk]
    /// What the exchange was asked, and when it answered.
    public var coverage: [SeriesKey: [Coverage.Answer]]
    /// The archive files whose candles are in this batch or were written before.
    public var archives: [SeriesKey: [ArchiveRecord]]
    /// What was asked for in vain; a later answer for the range takes it away.
    public var failures: [SeriesKey: [FetchFailure]]
    /// What the exchange said about symbols; the newest is kept.
    public var statuses: [SymbolStatus]
    /// Where readers of the log go on after this batch.
    ///
    /// `expected` is the offset that the reader started this batch from, nil if it never wrote one. If the store
    /// holds another, somebody else reads for the same group and the whole batch is refused.
    public var offsets: [LogPosition: (expected: Int64?, next: Int64)]
    /// Whether a version replaces the held one of its own vintage outright, instead of joining with it.
    ///
    /// This is for a corrected reissue that the user asked for; a held version of a higher vintage still stays.
    public var replacesOwnVintage: Bool

    /// A batch; without arguments an empty one.
    public init(
        candles: [SeriesKey: [CandleVersion]] = [:], chunks: [PreparedChunk] = [],
        coverage: [SeriesKey: [Coverage.Answer]] = [:], archives: [SeriesKey: [ArchiveRecord]] = [:],
        failures: [SeriesKey: [FetchFailure]] = [:], statuses: [SymbolStatus] = [],
        offsets: [LogPosition: (expected: Int64?, next: Int64)] = [:], replacesOwnVintage: Bool = false
    ) {
        self.candles = candles
        self.chunks = chunks
        self.coverage = coverage
        self.archives = archives
        self.failures = failures
        self.statuses = statuses
        self.offsets = offsets
        self.replacesOwnVintage = replacesOwnVintage
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool {
        candles.values.allSatisfy(\.isEmpty) && chunks.isEmpty && coverage.values.allSatisfy(\.isEmpty)
            && archives.values.allSatisfy(\.isEmpty) && failures.values.allSatisfy(\.isEmpty)
            && statuses.isEmpty && offsets.isEmpty
    }
}
