/// How often and by how much the rate of the trend changes after the history.
struct RateChanges: Hashable, Sendable {
    /// The scaled time between future rows, which are taken as equally spaced.
    let step: Double
    /// The expected number of changes in a scaled time of 1: the number of changepoints of the history.
    let frequency: Double
    /// The scale of the Laplace distribution of a change: the mean size of those of the history.
    let scale: Double

    /// The expected number of changes between two rows.
    var probability: Double { frequency * step }
}

extension RateChanges {
    /// The changes that follow a history.
    ///
    /// - Parameters:
    ///   - fitted: The model of the history.
    ///   - future: The scaled times of the rows after it; those of the history give the step if there is only
    ///     one.
    init(fitted: FittedProphet, future: ArraySlice<Double>) {
        let delta = fitted.parameters.delta
        frequency = Double(delta.count)
        // The smallest scale is Prophet's: it keeps the distribution proper when nothing changed.
        scale = delta.reduce(0) { $0 + abs($1) } / frequency + 1e-8
        if future.count > 1, let first = future.first, let last = future.last {
            step = (last - first) / Double(future.count - 1)
        } else {
            step = 1 / Double(fitted.historyRows - 1)
        }
    }
}
