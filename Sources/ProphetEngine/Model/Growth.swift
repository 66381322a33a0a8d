/// The shape of the trend.
public enum Growth: String, Hashable, Sendable, CaseIterable {
    /// Straight pieces that meet at the changepoints.
    case linear
    /// One constant level.
    case flat
}
