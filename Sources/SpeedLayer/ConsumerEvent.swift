/// What a consumer tells while it runs, for the user's eyes.
public enum ConsumerEvent: Sendable {
    /// Records were read and their candles are in the store.
    case batch(records: Int, changed: Int, next: Int64, end: Int64)
    /// A record could not be read and is passed over.
    case badRecord(offset: Int64, RecordError)
    /// The log is shorter than what was read of it, so it is another one: it is read from its start.
    case restarted(from: Int64, to: Int64)
    /// The consumer is done.
    case finished(ConsumerSummary)
}

/// What a consumer did.
public struct ConsumerSummary: Hashable, Sendable {
    /// The records read.
    public var records = 0
    /// The candles that are new in the store or changed.
    public var changed = 0
    /// The records that could not be read.
    public var bad = 0
    /// The transactions written.
    public var batches = 0
    /// Closed candles whose stored version and arrived version say different things.
    public var disagreements = 0
    /// The offset of the next record to read.
    public var next: Int64 = 0
}
