import RealModule

/// The posterior near a point, with the mean replaced by its linear approximation.
///
/// The data enter through the Gram matrix J'J, the correlation J'r and the sum of squared residuals alone, so
/// nothing here depends on the number of rows. Everything is multiplied by sigma², which keeps the matrices
/// in the units of the data however small sigma is.
struct QuadraticModel {
    let layout: ParameterLayout
    /// The second derivative of half the sum of squares, row-major: J'J, or with curvature added.
    var hessian: [Double]
    /// Whether the matrix is J'J, which is never indefinite but for rounding.
    var isConvex: Bool
    /// How strongly steps are held back, relative to the matrix's diagonal (Levenberg, Marquardt).
    var damping: Double
    /// J'r at the centre.
    var correlation: [Double]
    /// The sum of squared residuals at the centre.
    var residualSquares: Double
    /// The point of the approximation.
    let center: [Double]
    /// The inverse variances of the normal priors.
    let precisions: [Double]
    /// 1/tau, the weight of Σ|delta|.
    let lambda: Double
    /// The rounding error of a component of J'r.
    let noise: Double
    /// The smallest variance that is tried.
    let minimumVariance: Double
    /// How small a step of ln sigma² ends the search, relative to the first one; 0 for the exact minimum.
    let relativePrecision: Double

    /// A minimum of the model.
    struct Minimum {
        var vector: [Double]
        var variance: Double
        /// The sum of squared residuals that the approximation has there.
        var residualSquares: Double
        var solves: Int
    }

    /// Alternates between the parameters given sigma and sigma given the parameters until neither moves.
    ///
    /// - Parameters:
    ///   - variance: The sigma² to begin with.
    ///   - optimalVariance: The best sigma² for a sum of squared residuals.
    /// - Returns: The minimum; nil if the model has none.
    func minimise(_ variance: Double, _ optimalVariance: (Double) -> Double) -> Minimum? {
        var result = Minimum(
            vector: center, variance: variance, residualSquares: residualSquares, solves: 0)
        var logarithm = Double.log(variance)
        var last: (logarithm: Double, step: Double)?
        var precision = 1e-12
        for round in 0..<80 {
            result.variance = max(minimumVariance, Double.exp(logarithm))
            guard let (vector, solves) = minimise(variance: result.variance, from: result.vector) else {
                return nil
            }
            result.vector = vector
            result.solves += solves
            result.residualSquares = predictedSquares(at: vector)
            let best = max(minimumVariance, optimalVariance(result.residualSquares))
            let next = Double.log(best)
            let step = next - logarithm
            if round == 0 {
                precision = max(precision, relativePrecision * abs(step))
            }
            guard abs(step) > precision else { break }
            // The step as a function of ln sigma² is nearly straight: go to where it would be 0 (secant).
            let slope = last.map { (step - $0.step) / (logarithm - $0.logarithm) } ?? -1
            last = (logarithm, step)
            logarithm = slope < -0.05 && slope > -2 ? logarithm - step / slope : next
        }
        return result
    }

    /// The parameters of largest density given sigma²; nil if the density has no largest value.
    private func minimise(variance: Double, from start: [Double]) -> (vector: [Double], solves: Int)? {
        let count = layout.count
        let smooth = layout.smoothCount
        var matrix = hessian
        var right = correlation
        var floor = [Double](repeating: 0, count: count)
        for index in 0..<count {
            let diagonal = hessian[index * count + index]
            let prior = index < smooth ? variance * precisions[index] : 0
            // A trace of damping keeps a singular matrix solvable; it vanishes with the step.
            floor[index] = 1e-13 * diagonal + (isConvex ? prior : 0)
            matrix[index * count + index] += prior + 1e-13 * diagonal + damping * (diagonal + prior)
            if index < smooth {
                right[index] -= prior * center[index]
            }
        }
        let system = ReducedSystem(matrix, leading: smooth, floor: floor)
        guard isConvex || system.isPositiveDefinite else { return nil }
        let (z, gradient) = system.reduce(right)
        let quadratic = SparseQuadratic(
            matrix: system.schur, gradient: gradient, center: Array(center[smooth...]),
            lambda: lambda * variance, noise: noise)
        let changes = quadratic.minimise(from: Array(start[smooth...]))
        guard isConvex || changes.isConvex else { return nil }
        let moved = zip(changes.x, center[smooth...]).map { $0 - $1 }
        let steps = system.expand(z, trailing: moved)
        return (zip(center, steps).map { $0 + $1 } + changes.x, changes.solves + 1)
    }

    /// The model whose linear mean meets what the mean really is at a point: a second-order correction.
    ///
    /// - Parameters:
    ///   - vector: The point.
    ///   - correlation: The scalar products of the columns at the centre with the residuals at the point.
    ///   - residualSquares: The sum of the squared residuals at the point.
    /// - Returns: The model with its residuals moved by what the linear mean misses.
    func corrected(at vector: [Double], correlation: [Double], residualSquares: Double) -> QuadraticModel {
        let count = layout.count
        var result = self
        result.correlation = correlation
        result.residualSquares = residualSquares
        for row in 0..<count {
            var product = 0.0
            for column in 0..<count {
                product += hessian[row * count + column] * (vector[column] - center[column])
            }
            result.correlation[row] += product
            result.residualSquares += (vector[row] - center[row]) * (2 * correlation[row] + product)
        }
        result.residualSquares = max(0, result.residualSquares)
        return result
    }

    /// The sum of squared residuals that the approximation predicts at a point.
    private func predictedSquares(at vector: [Double]) -> Double {
        let count = layout.count
        let step = zip(vector, center).map { $0 - $1 }
        var result = residualSquares
        for row in 0..<count where step[row] != 0 {
            var product = 0.0
            for column in 0..<count {
                product += hessian[row * count + column] * step[column]
            }
            result += step[row] * (product - 2 * correlation[row])
        }
        return max(0, result)
    }
}
