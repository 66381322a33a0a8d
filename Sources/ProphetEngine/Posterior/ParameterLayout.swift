/// Which parameters a fit moves and where they lie: first those with a normal prior, then delta.
///
/// Linear and logistic growth have k, m, beta, delta; flat growth m, beta: its trend ignores k and delta, whose optimum is
/// 0.
struct ParameterLayout: Hashable, Sendable {
    /// Whether the trend has a rate.
    let hasRate: Bool
    /// K, the number of coefficients.
    let coefficientCount: Int
    /// S, the number of rate changes in the vector; 0 for flat growth.
    let changeCount: Int
    /// The number of all rate changes, those out of the vector included.
    let deltaCount: Int

    init(posterior: Posterior) {
        hasRate = posterior.trend.growth != .flat
        coefficientCount = posterior.features.columns.count
        deltaCount = posterior.trend.changepointTimes.count
        changeCount = hasRate ? deltaCount : 0
    }

    /// The position of m; k is before it, if it is there.
    var level: Int { hasRate ? 1 : 0 }
    /// The position of the first coefficient.
    var coefficients: Int { level + 1 }
    /// The number of parameters with a normal prior, and the position of the first rate change.
    var smoothCount: Int { coefficients + coefficientCount }
    /// The number of parameters in the vector.
    var count: Int { smoothCount + changeCount }

    /// The vector of some parameters.
    func vector(_ parameters: ProphetParameters) -> [Double] {
        (hasRate ? [parameters.k] : []) + [parameters.m] + parameters.beta
            + (hasRate ? parameters.delta : [])
    }

    /// The parameters of a vector.
    func parameters(_ vector: [Double], variance: Double) -> ProphetParameters {
        ProphetParameters(
            k: hasRate ? vector[0] : 0,
            m: vector[level],
            delta: hasRate ? Array(vector[smoothCount...]) : [Double](repeating: 0, count: deltaCount),
            beta: Array(vector[coefficients..<smoothCount]),
            sigma: variance.squareRoot())
    }

    /// The inverse variances of the normal priors, shape `smoothCount`.
    func precisions(_ posterior: Posterior) -> [Double] {
        let weight = posterior.priorWeight
        return [Double](repeating: weight * Posterior.trendPrecision, count: coefficients)
            + posterior.features.columns.map { weight / ($0.priorScale * $0.priorScale) }
    }
}
