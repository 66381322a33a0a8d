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
    /// The condition that says in which rows the seasonality acts; nil for all rows.
    public let condition: String?

    /// Creates a seasonality, as a file of a saved model describes it.
    package init(
        name: String, period: Double, order: Int, priorScale: Double, mode: ComponentMode,
        condition: String? = nil
    ) {
        self.name = name
        self.period = period
        self.order = order
        self.priorScale = priorScale
        self.mode = mode
        self.condition = condition
    }
}
