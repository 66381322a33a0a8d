/// How a study is made.
public struct StudyOptions: Hashable, Sendable {
    /// The number of days forecast from each cutoff.
    public var horizon: Int
    /// The number of days from one cutoff to the next; with the horizon or more, no day is forecast twice.
    public var period: Int
    /// The fewest closes before the first cutoff; nil takes two years, or less where that leaves too few
    /// cutoffs.
    public var initial: Int?
    /// The most cutoffs used; the latest ones are.
    public var maximumCutoffs: Int
    /// The share of outcomes that the intervals are meant to hold.
    public var intervalWidth: Double
    /// The seed of whatever models draw at random.
    public var seed: UInt64

    /// The fewest cutoffs that a study should rest on; with fewer it says so.
    public static let wantedCutoffs = 12

    /// Options of a study.
    ///
    /// - Precondition: Horizon, period, initial and the number of cutoffs are at least 1; the width is
    ///   between 0 and 1.
    public init(
        horizon: Int = 30, period: Int? = nil, initial: Int? = nil, maximumCutoffs: Int = 24,
        intervalWidth: Double = 0.8, seed: UInt64 = 0
    ) {
        precondition(horizon >= 1, "the horizon must be at least 1 day, was \(horizon)")
        precondition((period ?? 1) >= 1, "the period must be at least 1 day, was \(period ?? 1)")
        precondition((initial ?? 1) >= 1, "the initial part must be at least 1 day, was \(initial ?? 1)")
        precondition(maximumCutoffs >= 1, "there must be at least 1 cutoff, was \(maximumCutoffs)")
        precondition(
            intervalWidth > 0 && intervalWidth < 1, "the width must be between 0 and 1, was \(intervalWidth)")
        self.horizon = horizon
        self.period = period ?? horizon
        self.initial = initial
        self.maximumCutoffs = maximumCutoffs
        self.intervalWidth = intervalWidth
        self.seed = seed
    }
}
