/// How values are brought to a common scale before the fit.
public enum Scaling: String, Hashable, Sendable, CaseIterable {
    /// Divided by the largest absolute value.
    case absmax
    /// Moved and divided so that the history covers 0...1.
    case minmax
}
