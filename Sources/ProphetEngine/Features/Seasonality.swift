/// A seasonality as it is part of a model, with all defaults filled in.
public struct Seasonality: Hashable, Sendable {
    /// The name of the component.
    public let name: String
    /// The period in days.
    public let period: Double
    /// The number of pairs of sine and cosine.
    public let order: Int
    /// The standard deviation of the normal prior of the coefficients.
    public let priorScale: Double
    /// How the component acts.
    public let mode: ComponentMode
}
