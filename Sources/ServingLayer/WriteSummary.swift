/// What a write did.
public struct WriteSummary: Hashable, Sendable {
    /// The number of candle versions that were handed in.
    public var received = 0
    /// The number of candles that are new or changed by the join.
    public var changed = 0
    /// The number of chunks that were written.
    public var chunks = 0
    /// The number of rows of the daily view that were computed again.
    public var days = 0
    /// The damaged chunks that were met and set aside; their ranges count as never asked for.
    public var setAside: [DamagedChunk] = []
    /// The closed candles whose held version and arrived version say different things.
    public var disagreements: [Disagreement] = []

    /// The summary of a write that did nothing.
    public init() {}
}
