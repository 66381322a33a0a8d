/// How good the forecasts of one candidate were.
public struct TuningScore: Hashable, Sendable {
    /// The candidate.
    public let candidate: OptionCandidate
    /// The metric that ranks, over all scored rows of all folds.
    public let score: Double
    /// The other metrics that were asked for and could be computed.
    public let others: [Metric: Double]
    /// The metric that ranks for each fold, NaN where a fold has no scored row.
    public let foldScores: [Double]
}
