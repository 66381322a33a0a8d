/// How the bounds of future rows are found.
public enum IntervalMethod: String, Hashable, Sendable, CaseIterable {
    /// Quantiles of simulated paths, all of whose rows are taken as equally spaced: Prophet's default.
    case simulated
    /// Quantiles of simulated paths whose changes come at any time: Prophet's older sampler.
    case simulatedTimes
    /// Quantiles of the exact distribution, without chance, where it is known; simulated elsewhere.
    case exact
}
