/// An extra column that explains part of the series, with one coefficient.
public struct Regressor: Hashable, Sendable {
    /// Whether a regressor is brought to mean 0 and standard deviation 1 before the fit.
    public enum Standardization: String, Hashable, Sendable, CaseIterable {
        /// Unless it has but one value or is 0 and 1 throughout.
        case auto
        /// Unless it has but one value.
        case on
        /// Never.
        case off
    }

    /// The name of the column in the frame, and of the component in the forecast.
    public var name: String
    /// The standard deviation of the prior of the coefficient; nil takes the model's prior scale of holidays.
    public var priorScale: Double?
    /// Whether the column is standardised.
    public var standardize: Standardization
    /// How the component acts; nil takes the model's mode of seasonalities.
    public var mode: ComponentMode?
    /// The options of a model that forecasts the regressor itself; nil when its future values are given.
    public var predictor: ProphetOptions?

    /// Creates a regressor.
    public init(
        _ name: String, priorScale: Double? = nil, standardize: Standardization = .auto,
        mode: ComponentMode? = nil, predictor: ProphetOptions? = nil
    ) {
        self.name = name
        self.priorScale = priorScale
        self.standardize = standardize
        self.mode = mode
        self.predictor = predictor
    }
}
