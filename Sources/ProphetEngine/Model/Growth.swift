/// The shape of the trend.
public enum Growth: String, Hashable, Sendable, CaseIterable {
    /// Straight pieces that meet at the changepoints.
    case linear
    /// An S-shaped curve between a floor and a cap, whose rate changes at the changepoints.
    case logistic
    /// One constant level.
    case flat
}
