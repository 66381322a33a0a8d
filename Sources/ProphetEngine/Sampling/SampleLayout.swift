import RealModule

/// Where the parameters lie in the vector of a sampler: k, m, beta, delta and u = ln sigma.
///
/// All parameters are sampled, also k and delta of flat growth, of which only the priors speak. In place of
/// m logistic growth can have k m, which the broken line is linear in: data on a curve that hardly bends know
/// k m well but k and m only together, and a chain in k and m would have to follow a hyperbola.
struct SampleLayout: Hashable, Sendable {
    /// K, the number of coefficients.
    let coefficientCount: Int
    /// S, the number of rate changes.
    let changeCount: Int
    /// Whether k m takes the place of m.
    let hasProduct: Bool

    init(posterior: Posterior, hasProduct: Bool = false) {
        self.hasProduct = hasProduct
        coefficientCount = posterior.features.columns.count
        changeCount = posterior.trend.changepointTimes.count
    }

    /// The position of the first coefficient.
    static let coefficients = 2
    /// The number of parameters with a normal prior, and the position of the first rate change.
    var smoothCount: Int { Self.coefficients + coefficientCount }
    /// The position of ln sigma.
    var logSigma: Int { smoothCount + changeCount }
    /// The number of parameters.
    var count: Int { logSigma + 1 }

    /// The vector of some parameters.
    func vector(_ parameters: ProphetParameters) -> [Double] {
        [parameters.k, hasProduct ? parameters.k * parameters.m : parameters.m] + parameters.beta
            + parameters.delta + [Double.log(parameters.sigma)]
    }

    /// The parameters of a vector.
    func parameters(_ x: [Double]) -> ProphetParameters {
        ProphetParameters(
            k: x[0], m: hasProduct ? x[1] / x[0] : x[1], delta: Array(x[smoothCount..<logSigma]),
            beta: Array(x[Self.coefficients..<smoothCount]), sigma: Double.exp(x[logSigma]))
    }
}
