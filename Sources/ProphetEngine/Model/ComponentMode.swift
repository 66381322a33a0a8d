/// How a component acts on the trend.
public enum ComponentMode: String, Hashable, Sendable, CaseIterable {
    /// Added to the trend, in units of the series.
    case additive
    /// A fraction of the trend.
    case multiplicative
}
