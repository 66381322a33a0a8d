import RealModule

/// The log posterior of a model for its history, in scaled units.
///
/// With trend g (see ``PiecewiseTrend``), M = 1 + Σ X_c beta_c over multiplicative and A = Σ X_c beta_c over
/// additive columns, y_i is normal with mean g_i M_i + A_i and standard deviation sigma; k and m have the
/// prior N(0, 5), delta Laplace(0, tau), beta N(0, s_c), sigma half-normal with scale 0.5. Up to a constant
/// the logarithm is
///
///     -k²/50 - m²/50 - Σ|delta_j|/tau - Σ beta_c²/(2 s_c²) - 2 sigma² - T ln sigma - RSS/(2 sigma²)
///
/// Source: Prophet's Stan model; sigma is not transformed, so no Jacobian takes part.
struct Posterior: Sendable {
    let trend: PiecewiseTrend
    /// The scaled times of the rows, ascending, shape T.
    let t: [Double]
    /// The scaled values, shape T.
    let y: [Double]
    /// The scaled caps, shape T for logistic growth, else empty.
    let caps: [Double]
    /// The feature matrix, T rows and K columns.
    let features: FeatureMatrix
    /// The scale tau of the prior of delta.
    let changepointPriorScale: Double
    /// The weight of the logarithm of all priors: 1, or less where the rows stand for more of their kind.
    var priorWeight = 1.0

    /// The inverse variance of the priors of k and m.
    static let trendPrecision = 1.0 / 25

    /// Whether the mean is linear in the parameters: no multiplicative columns, no logistic growth.
    var isLinear: Bool { trend.growth != .logistic && !features.hasMultiplicative }

    /// The mean of the observations at some parameters, split into its factors; each shape T.
    struct Mean: Sendable {
        /// The trend g.
        let trend: [Double]
        /// The factor M; nil where it is 1 throughout.
        let factor: [Double]?
        /// The derivative of the trend by the broken line z; nil where it is 1 throughout.
        let slope: [Double]?
        /// The second derivative of the trend by z; nil where it is 0 throughout.
        let bend: [Double]?
        /// What is left of the values, y - g M - A.
        let residuals: [Double]
        /// The sum of the squared residuals.
        let residualSquares: Double
    }

    /// The mean at some parameters, and what it leaves of the values.
    ///
    /// - Complexity: O(T·K).
    func mean(_ parameters: ProphetParameters) -> Mean {
        let rows = t.count
        let values: [Double]
        var slope: [Double]?
        var bend: [Double]?
        if trend.growth == .logistic {
            let shares = VectorKernels.sigmoids(trend.exponents(at: t, parameters))
            var (curve, slopes, bends) = (shares, shares, shares)
            for row in 0..<rows {
                curve[row] = caps[row] * shares[row]
                slopes[row] = curve[row] * (1 - shares[row])
                bends[row] = slopes[row] * (1 - 2 * shares[row])
            }
            values = curve
            slope = slopes
            bend = bends
        } else {
            values = trend.values(at: t, caps: caps, parameters)
        }
        let additive = features.sum(parameters.beta) { $0.mode == .additive }
        var factor: [Double]?
        var residuals = [Double](repeating: 0, count: rows)
        if features.hasMultiplicative {
            let factors = features.sum(parameters.beta) { $0.mode == .multiplicative }.map { 1 + $0 }
            for row in 0..<rows {
                residuals[row] = y[row] - values[row] * factors[row] - additive[row]
            }
            factor = factors
        } else {
            for row in 0..<rows {
                residuals[row] = y[row] - values[row] - additive[row]
            }
        }
        return Mean(
            trend: values, factor: factor, slope: slope, bend: bend, residuals: residuals,
            residualSquares: residuals.reduce(0) { $0 + $1 * $1 })
    }

    /// The unnormalised log posterior.
    ///
    /// - Complexity: O(T·K).
    func logDensity(_ parameters: ProphetParameters) -> Double {
        logDensity(parameters, residualSquares: mean(parameters).residualSquares)
    }

    /// The unnormalised log posterior, given the sum of the squared residuals.
    func logDensity(_ parameters: ProphetParameters, residualSquares: Double) -> Double {
        let sigma = parameters.sigma
        var prior = -(parameters.k * parameters.k + parameters.m * parameters.m) * Self.trendPrecision / 2
        for delta in parameters.delta {
            prior -= abs(delta) / changepointPriorScale
        }
        for (beta, column) in zip(parameters.beta, features.columns) {
            let ratio = beta / column.priorScale
            prior -= ratio * ratio / 2
        }
        let scaledSquares = residualSquares == 0 ? 0 : residualSquares / sigma / sigma
        prior = priorWeight * (prior - 2 * sigma * sigma)
        return prior - Double(t.count) * Double.log(sigma) - scaledSquares / 2
    }

    /// The variance sigma² of largest density, given the sum of the squared residuals.
    ///
    /// The root of `4 w sigma⁴ + T sigma² = RSS`, w the weight of the priors, written without cancellation.
    func optimalVariance(residualSquares: Double) -> Double {
        let rows = Double(t.count)
        let root = (rows * rows + 16 * priorWeight * residualSquares).squareRoot()
        return 2 * residualSquares / (rows + root)
    }

    /// The posterior of some of the rows, each of which stands for as many more as there are left out.
    ///
    /// The rows are spread evenly, but not at equal distances, so that no season is always met at one phase.
    ///
    /// - Complexity: O(K) for each row kept.
    func thinned(to count: Int) -> Posterior {
        let distance = Double(t.count) / Double(count)
        let goldenSection = 0.618_033_988_749_894_9
        let rows = (0..<count).map { index in
            let shift = (Double(index) * goldenSection).truncatingRemainder(dividingBy: 1)
            return min(t.count - 1, Int((Double(index) + shift) * distance))
        }
        var result = Posterior(
            trend: trend, t: rows.map { t[$0] }, y: rows.map { y[$0] },
            caps: caps.isEmpty ? [] : rows.map { caps[$0] },
            features: FeatureMatrix(columns: features.columns, values: features.values.rows(rows)),
            changepointPriorScale: changepointPriorScale)
        result.priorWeight = priorWeight / distance
        return result
    }
}
