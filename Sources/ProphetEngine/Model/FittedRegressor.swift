/// An extra regressor as it is part of a fitted model, with all defaults filled in.
public struct FittedRegressor: Hashable, Sendable {
    /// The name of the column and of the component.
    public let name: String
    /// The standard deviation of the normal prior of the coefficient.
    public let priorScale: Double
    /// Whether standardisation was asked for.
    public let standardize: Regressor.Standardization
    /// How the component acts.
    public let mode: ComponentMode
    /// The value that counts as 0: the mean over the history, or 0 when the column is not standardised.
    public let mean: Double
    /// The difference that counts as 1: the standard deviation over the history, or 1.
    public let standardDeviation: Double
    /// The fitted model of the regressor itself, where it has one.
    public let predictor: FittedProphet?

    /// Creates a regressor, as a file of a saved model describes it.
    package init(
        name: String, priorScale: Double, standardize: Regressor.Standardization, mode: ComponentMode,
        mean: Double, standardDeviation: Double, predictor: FittedProphet? = nil
    ) {
        self.name = name
        self.priorScale = priorScale
        self.standardize = standardize
        self.mode = mode
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.predictor = predictor
    }
}
