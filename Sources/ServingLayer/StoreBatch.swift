public import Candles

/// What is written to the store in one transaction: all of it or, when anything fails, nothing.
public struct StoreBatch: Sendable {
    /// Candle versions in any order, also repeated; each is joined with the version that is held.
    public var candles: [SeriesKey: [CandleVersion]]
    /// Candles that were made ready elsewhere; each is joined with the version that is held.
    public var chunks: [PreparedChunk]
    /// What the exchange was asked, and when it answered.
    public var coverage: [SeriesKey: [Coverage.Answer]]
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
        coverage: [SeriesKey: [Coverage.Answer]] = [:],
        offsets: [LogPosition: (expected: Int64?, next: Int64)] = [:], replacesOwnVintage: Bool = false
    ) {
        self.candles = candles
        self.chunks = chunks
        self.coverage = coverage
        self.offsets = offsets
        self.replacesOwnVintage = replacesOwnVintage
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool {
        candles.values.allSatisfy(\.isEmpty) && chunks.isEmpty && coverage.values.allSatisfy(\.isEmpty)
            && offsets.isEmpty
    }
}
