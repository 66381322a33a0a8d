/// How a model was fitted, for the record.
public struct FitSummary: Hashable, Sendable {
    /// The number of closes fitted.
    public let observations: Int
    /// The number of changepoints at which the trend may bend.
    public let changepoints: Int
    /// The number of changepoints at which it does bend.
    public let activeChangepoints: Int
    /// How often the model was computed from the data.
    public let rounds: Int
    /// How far the fit is from satisfying the conditions of an optimum; 0 is the optimum itself.
    public let kktResidual: Double
    /// What a reader of the forecast should know about the fit.
    public let warnings: [String]

    /// A summary of a fit.
    public init(
        observations: Int, changepoints: Int, activeChangepoints: Int, rounds: Int, kktResidual: Double,
        warnings: [String] = []
    ) {
        self.observations = observations
        self.changepoints = changepoints
        self.activeChangepoints = activeChangepoints
        self.rounds = rounds
        self.kktResidual = kktResidual
        self.warnings = warnings
    }
}
