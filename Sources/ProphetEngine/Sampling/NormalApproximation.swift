import RealModule

/// A normal density near the posterior, over the unconstrained numbers k, m, beta, delta and ln sigma.
///
/// The data and the normal priors enter with their second derivative at the optimum (Laplace's method). The
/// prior of a rate change has a kink at 0, where most rate changes are at the optimum, and no second
/// derivative that says anything: it is replaced by the normal factor with which the rate change has the
/// mean and variance that it has with the true prior (expectation propagation: Minka, "Expectation
/// Propagation for Approximate Bayesian Inference", UAI 2001). So the centre is near the mean of the
/// posterior, not at its maximum, and rate changes that the optimum sets to 0 keep the variance they should.
///
/// What it misses: rate changes are truly peaked at 0 with heavier tails, sigma is slightly skewed, and the
/// mean of the observations is taken as linear or quadratic in the parameters.
struct NormalApproximation: Sendable {
    /// The centre.
    let mean: [Double]
    /// The lower triangular factor of the covariance.
    let factor: CholeskyFactor

    /// Rounds of matching after which what there is must do.
    private static let maximumRounds = 200
    /// How far the factors of the rate changes move towards their new values in a round.
    private static let step = 0.7

    /// Approximates the posterior near its optimum.
    ///
    /// - Complexity: O(T·K²) once and O(p³) for each of some tens of rounds, for p parameters.
    init(posterior: Posterior, optimum: PosteriorOptimum) {
        let curve = SquaresCurve(posterior: posterior, parameters: optimum.parameters)
        let lambda = 1 / posterior.changepointPriorScale
        let start = optimum.isAtSigmaFloor ? 1e-2 : max(1e-12, optimum.parameters.sigma)
        let fit =
            Match(curve: curve, lambda: lambda, variance: start * start)
            ?? Match(curve: curve.linearised, lambda: lambda, variance: start * start)
        let sampleLayout = SampleLayout(posterior: posterior)
        var mean = sampleLayout.vector(optimum.parameters)
        let count = sampleLayout.count
        var covariance = [Double](repeating: 0, count: count * count)
        // What only the priors speak of; the fit writes over the rest.
        covariance[0] = 1 / Posterior.trendPrecision
        for index in sampleLayout.smoothCount..<sampleLayout.logSigma {
            covariance[index * count + index] = 2 / (lambda * lambda)
        }
        let first = curve.layout.hasRate ? 0 : 1
        guard let fit else {
            // The matrices are beyond the precision of numbers: independent guesses are better than none.
            self.mean = mean
            factor = CholeskyFactor(
                diagonal: (0..<count).map { max(1e-4, covariance[$0 * count + $0] / 100) })
            return
        }
        let size = curve.layout.count
        let sigma = sampleLayout.logSigma
        for row in 0..<size {
            mean[first + row] = fit.mean[row]
            for column in 0..<size {
                covariance[(first + row) * count + first + column] =
                    fit.covariance[row * size + column] + fit.lean[row] * fit.lean[column] * fit.sigmaVariance
            }
            covariance[(first + row) * count + sigma] = fit.lean[row] * fit.sigmaVariance
            covariance[sigma * count + first + row] = fit.lean[row] * fit.sigmaVariance
        }
        mean[sigma] = Double.log(fit.variance) / 2
        covariance[sigma * count + sigma] = fit.sigmaVariance
        self.mean = mean
        factor =
            CholeskyFactor(covariance, count: count)
            ?? CholeskyFactor(diagonal: (0..<count).map { max(1e-12, covariance[$0 * count + $0]) })
    }

    /// The factor of the covariance with k m in place of m, to the first order around the centre.
    var productFactor: CholeskyFactor {
        let count = mean.count
        var covariance = factor.product()
        let (k, m) = (mean[0], mean[1])
        for column in 0..<count {
            covariance[count + column] = m * covariance[column] + k * covariance[count + column]
        }
        for row in 0..<count {
            covariance[row * count + 1] = m * covariance[row * count] + k * covariance[row * count + 1]
        }
        return CholeskyFactor(covariance, count: count) ?? factor
    }

    /// A draw.
    func draw(_ random: inout RandomDeviates) -> [Double] {
        var result = mean
        factor.add(1, times: mean.map { _ in random.normal() }, to: &result)
        return result
    }

    /// The matched normal density over the parameters that the data speak of.
    private struct Match {
        var mean: [Double]
        var covariance: [Double] = []
        /// sigma² at the centre.
        var variance: Double
        /// The variance of ln sigma.
        var sigmaVariance = 1.0
        /// How the parameters move with ln sigma.
        var lean: [Double] = []

        /// Matches until nothing moves; nil if the curve bends the wrong way.
        init?(curve: SquaresCurve, lambda: Double, variance: Double) {
            let count = curve.layout.count
            let smooth = curve.layout.smoothCount
            self.variance = variance
            mean = curve.center
            // The first factors are those of the prior's own variance.
            var precision = [Double](repeating: lambda * lambda / 2, count: count - smooth)
            var shift = [Double](repeating: 0, count: count - smooth)
            var step = [Double](repeating: 0, count: count)
            for _ in 0..<NormalApproximation.maximumRounds {
                var matrix = curve.hessian.map { $0 / self.variance }
                var force = curve.correlation.map { $0 / self.variance }
                for index in 0..<count {
                    let isSmooth = index < smooth
                    let weight = isSmooth ? curve.precisions[index] : precision[index - smooth]
                    matrix[index * count + index] += weight
                    force[index] += (isSmooth ? 0 : shift[index - smooth]) - weight * curve.center[index]
                }
                guard let factor = CholeskyFactor(matrix, count: count) else { return nil }
                covariance = factor.inverse()
                step = factor.solve(force)
                let next = zip(curve.center, step).map { $0 + $1 }
                var change = 0.0
                for index in 0..<count {
                    let deviation = covariance[index * count + index].squareRoot()
                    change = max(change, abs(next[index] - mean[index]) / deviation)
                }
                mean = next
                for index in smooth..<count {
                    let own = covariance[index * count + index]
                    let site = index - smooth
                    let rest = 1 / own - precision[site]
                    guard rest > 0 else { continue }
                    let restShift = mean[index] / own - shift[site]
                    let matched = LaplaceSite.moments(
                        mean: restShift / rest, variance: 1 / rest, lambda: lambda)
                    guard matched.variance > 0 else { continue }
                    precision[site] +=
                        NormalApproximation.step * (1 / matched.variance - rest - precision[site])
                    shift[site] +=
                        NormalApproximation.step
                        * (matched.mean / matched.variance - restShift - shift[site])
                }
                // Sigma has the expected squares: those at the centre and those of the spread around it.
                let squares = curve.squares(step: step) + curve.trace(covariance)
                let rows = curve.rows - 1
                let best = 2 * squares / (rows + (rows * rows + 16 * squares).squareRoot())
                guard best > 0, best.isFinite else { return nil }
                change = max(change, abs(Double.log(best / self.variance)))
                self.variance = best
                if change < 1e-7 { break }
            }
            lean = [Double](repeating: 0, count: count)
            let residual = curve.squares(step: step) / self.variance
            var stiffness = max(1, 2 * residual) + 8 * self.variance
            let slope = curve.correlation(step: step).map { 2 * $0 / self.variance }
            let leaning = (0..<count).map { row in
                (0..<count).reduce(0.0) { $0 - covariance[row * count + $1] * slope[$1] }
            }
            let gain = -zip(slope, leaning).reduce(0) { $0 + $1.0 * $1.1 }
            if gain < 0.7 * stiffness {
                stiffness -= gain
                lean = leaning
            }
            sigmaVariance = 1 / stiffness
        }
    }
}
