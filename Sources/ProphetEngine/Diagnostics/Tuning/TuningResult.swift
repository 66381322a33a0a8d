/// What a search found: every candidate is in one of the two lists.
public struct TuningResult: Hashable, Sendable {
    /// The metric that ranks.
    public let metric: Metric
    /// The cutoffs of the folds, ascending, in milliseconds since 1970-01-01 UTC.
    public let cutoffs: [Int64]
    /// The number of rows that each candidate was scored on.
    public let rows: Int
    /// The candidates with a score, the best first; of equal ones that which was given first.
    public let ranked: [TuningScore]
    /// The candidates without a score, in the order given.
    public let failures: [TuningFailure]
    /// What a reader of the scores should know.
    public let notes: [CrossValidationNote]

    /// The best candidate; nil when all failed.
    public var best: TuningScore? { ranked.first }
}
