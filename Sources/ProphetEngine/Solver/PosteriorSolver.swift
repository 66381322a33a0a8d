/// Finds the exact maximum of the posterior.
///
/// Each round computes the residuals from the data, replaces the mean by its linear approximation, finds the
/// exact maximum of that (``QuadraticModel``) and goes there, or less far where the density would
/// fall. For additive models the approximation is exact: the Gram matrix is accumulated once, and later
/// rounds only remove rounding errors.
struct PosteriorSolver {
    /// The residual at which a fit is called exact.
    static let tolerance = 1e-8
    /// The residual at which a fit ends without looking further.
    static let target = 1e-9
    /// How exactly sigma is found for an approximation that the next round replaces.
    static let roundPrecision = 0.01
    /// How many rounds without progress end a search that rounding errors keep from being exact.
    private static let patience = 3
    /// The rounds after which it is asked whether the density still rises.
    private static let milestoneRounds = 100
    /// The rounds after which a fit is given up.
    static let maximumRounds = 2000
    /// The smallest sigma: below it, the rounding of the values themselves is what would be modelled.
    private static let minimumSigma = 1e-12
    static let minimumVariance = minimumSigma * minimumSigma

    let posterior: Posterior
    let layout: ParameterLayout
    private let hinges: HingeSums
    let precisions: [Double]
    let lambda: Double
    /// A bound of the absolute values of each feature column.
    private let columnSizes: [Double]
    /// The derivative where it is known before the search.
    private let derivative: LinearDerivative?
    /// The residual at which this search ends without looking further.
    private let target: Double
    /// The rounds after which this search ends wherever it is.
    private let roundLimit: Int
    /// Whether only a glance is wanted, not a maximum.
    var isSurvey: Bool { roundLimit < Self.maximumRounds }

    init(
        posterior: Posterior, derivative: LinearDerivative? = nil, target: Double = Self.target,
        roundLimit: Int = Self.maximumRounds
    ) {
        self.posterior = posterior
        self.target = target
        self.roundLimit = roundLimit
        self.derivative = derivative
        layout = ParameterLayout(posterior: posterior)
        hinges = HingeSums(t: posterior.t, times: posterior.trend.changepointTimes)
        precisions = layout.precisions(posterior)
        lambda = posterior.priorWeight / posterior.changepointPriorScale
        columnSizes = posterior.features.columns.enumerated().map { index, column in
            column.source == .regressor ? posterior.features.values.largest(inColumn: index) : 1
        }
    }

    /// A point of the search with what the data say about it.
    struct Point {
        let vector: [Double]
        let parameters: ProphetParameters
        let variance: Double
        let mean: Posterior.Mean
        let logDensity: Double
    }

    /// The work done so far.
    struct Work {
        var rounds = 0
        var gramPasses = 0
        var factorisations = 0
        /// How strongly the last step was held back.
        var damping = 0.0
    }

    /// Climbs from some parameters to the maximum.
    ///
    /// - Throws: ``ProphetError/notConverged(kktResidual:rounds:)``.
    func solve(from start: ProphetParameters) throws(ProphetError) -> PosteriorOptimum {
        var work = Work()
        var point = point(at: layout.vector(start))
        var jacobian = derivative?.jacobian
        var gram = derivative?.gram ?? []
        var best: (point: Point, residual: Double, excess: Double)?
        var stalls = 0
        var milestone = point.logDensity
        while work.rounds < roundLimit {
            work.rounds += 1
            let derivative: Jacobian
            if let jacobian, posterior.isLinear {
                derivative = jacobian
            } else {
                let storage = jacobian?.columns
                jacobian = nil
                derivative =
                    posterior.isLinear
                    ? Jacobian(posterior: posterior)
                    : Jacobian(
                        posterior: posterior, layout: layout, hinges: hinges, mean: point.mean,
                        parameters: point.parameters, reusing: storage)
                gram = derivative.gram()
                work.gramPasses += 1
                jacobian = derivative
            }
            let correlation = derivative.correlation(with: point.mean.residuals)
            let residual = kktResidual(point, correlation: correlation)
            let excess = residual / acceptedResidual(point)
            stalls = best.map { excess > 0.5 * $0.excess } ?? false ? stalls + 1 : 0
            if excess < best?.excess ?? .infinity {
                best = (point, residual, excess)
            }
            if let best {
                let isExact = best.residual <= target || (stalls > 0 && best.residual <= Self.tolerance)
                if isExact || (stalls >= Self.patience && best.excess <= 1) {
                    return optimum(best.point, residual: best.residual, work: work)
                }
            }
            guard
                let next = climb(
                    from: point, derivative: derivative, gram: gram, correlation: correlation, work: &work)
            else { break }
            // At the floor of sigma there is no maximum to find, only the end of what rounding errors let
            // through.
            if isAtFloor(point), next.logDensity - point.logDensity <= 1e-9 * abs(point.logDensity) {
                return optimum(point, residual: residual, work: work)
            }
            point = next
            guard work.rounds.isMultiple(of: Self.milestoneRounds) else { continue }
            // Where the density hardly rises any more, further rounds would only wander along a ridge.
            guard point.logDensity - milestone > 1e-9 * max(1, abs(point.logDensity)) else { break }
            milestone = point.logDensity
        }
        if isAtFloor(point) {
            return optimum(point, residual: best?.residual ?? .infinity, work: work)
        }
        guard let best, best.excess <= 1 || work.rounds < Self.maximumRounds else {
            throw .notConverged(kktResidual: best?.residual ?? .infinity, rounds: work.rounds)
        }
        return optimum(best.point, residual: best.residual, work: work, isExact: best.excess <= 1)
    }

    /// A bound of the rounding error of a component of J'r: that of r times the largest entry of J.
    func gradientNoise(_ point: Point) -> Double {
        let parameters = point.parameters
        var additive = 1.0
        var factor = 1.0
        for (index, column) in posterior.features.columns.enumerated() {
            let size = abs(parameters.beta[index]) * columnSizes[index]
            additive += column.mode == .additive ? size : 0
            factor += column.mode == .multiplicative ? size : 0
        }
        let line = parameters.delta.reduce(abs(parameters.k) + abs(parameters.m)) { $0 + abs($1) }
        var trend = line
        var lever = 1.0
        if let slope = point.mean.slope {
            // A rounding error of the broken line moves the curve by the slope times as much.
            let steepest = slope.reduce(0, max)
            lever = steepest * max(1, abs(parameters.k), abs(parameters.m))
            trend = point.mean.trend.reduce(0) { max($0, abs($1)) } + steepest * line
        }
        let entry = max(1, factor * lever, posterior.features.hasMultiplicative ? trend : 1)
        return Double.ulpOfOne * Double(posterior.t.count) * entry * (additive + trend * factor)
    }

    /// The residual at which a point is called a maximum: larger where rounding errors leave more.
    private func acceptedResidual(_ point: Point) -> Double {
        max(Self.tolerance, 2 * gradientNoise(point) / point.variance)
    }

    /// The point of a vector, with the best sigma for it.
    func point(at vector: [Double]) -> Point {
        let mean = posterior.mean(layout.parameters(vector, variance: 1))
        let variance = max(
            Self.minimumVariance, posterior.optimalVariance(residualSquares: mean.residualSquares))
        let parameters = layout.parameters(vector, variance: variance)
        return Point(
            vector: vector, parameters: parameters, variance: variance, mean: mean,
            logDensity: posterior.logDensity(parameters, residualSquares: mean.residualSquares))
    }

    /// The largest subgradient of the log posterior over all parameters and ln sigma.
    private func kktResidual(_ point: Point, correlation: [Double]) -> Double {
        var largest = sigmaResidual(point)
        for index in 0..<layout.smoothCount {
            let gradient = correlation[index] / point.variance - precisions[index] * point.vector[index]
            largest = max(largest, abs(gradient))
        }
        for index in layout.smoothCount..<layout.count {
            let gradient = correlation[index] / point.variance
            let delta = point.vector[index]
            largest = max(
                largest, delta == 0 ? abs(gradient) - lambda : abs(gradient - (delta > 0 ? lambda : -lambda)))
        }
        return largest
    }

    /// The derivative by ln sigma; at its lower limit only a wish to grow counts.
    private func sigmaResidual(_ point: Point) -> Double {
        let gradient =
            point.mean.residualSquares / point.variance - 4 * posterior.priorWeight * point.variance
            - Double(posterior.t.count)
        return isAtFloor(point) ? max(0, gradient) : abs(gradient)
    }

    private func isAtFloor(_ point: Point) -> Bool {
        point.variance <= Self.minimumVariance
    }

    private func optimum(
        _ point: Point, residual: Double, work: Work, isExact: Bool = true
    ) -> PosteriorOptimum {
        PosteriorOptimum(
            parameters: point.parameters, logDensity: point.logDensity, kktResidual: residual,
            isAtSigmaFloor: isAtFloor(point), isExact: isExact, rounds: work.rounds,
            gramPasses: work.gramPasses,
            factorisations: work.factorisations)
    }
}
