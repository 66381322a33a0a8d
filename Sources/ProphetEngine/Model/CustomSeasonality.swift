/// A seasonality beside the built-in ones: a Fourier series of a period in days.
public struct CustomSeasonality: Hashable, Sendable {
    /// The name of the component in the forecast.
    public var name: String
    /// The period in days.
    public var period: Double
    /// The number of pairs of sine and cosine.
    public var order: Int
    /// The standard deviation of the prior of the coefficients; nil takes the model's.
    public var priorScale: Double?
    /// How the component acts; nil takes the model's.
    public var mode: ComponentMode?
    /// The condition of the frame that says in which rows the seasonality acts; nil for all rows.
    public var condition: String?

    /// Creates a seasonality.
    public init(
        name: String, period: Double, order: Int, priorScale: Double? = nil, mode: ComponentMode? = nil,
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
