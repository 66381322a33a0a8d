/// One component of a forecast, such as the weekly seasonality.
public struct ProphetComponent: Hashable, Sendable {
    /// The name of the component.
    public let name: String
    /// How the component acts, and so the unit of its values.
    public let mode: ComponentMode
    /// A value for each row: in units of the series, or a fraction of the trend when multiplicative.
    public let values: [Double]
    /// The lower bound of each value; the values themselves unless the posterior was sampled.
    public internal(set) var lower: [Double]
    /// The upper bound of each value; the values themselves unless the posterior was sampled.
    public internal(set) var upper: [Double]

    init(name: String, mode: ComponentMode, values: [Double]) {
        self.name = name
        self.mode = mode
        self.values = values
        lower = values
        upper = values
    }
}
