/// The sum of squared residuals near some parameters up to the second order, with the normal priors.
struct SquaresCurve: Sendable {
    let layout: ParameterLayout
    /// The parameters, in the order of the layout.
    let center: [Double]
    /// The number of rows T.
    let rows: Double
    /// J'r at the centre.
    let correlation: [Double]
    /// The second derivative of half the sum, row-major and symmetric.
    let hessian: [Double]
    /// J'J alone, which has no negative direction.
    private let gram: [Double]
    private let centerSquares: Double
    /// The inverse variances of the normal priors.
    let precisions: [Double]

    /// Expands the sum.
    ///
    /// - Complexity: O(T·K²).
    init(posterior: Posterior, parameters: ProphetParameters) {
        layout = ParameterLayout(posterior: posterior)
        let mean = posterior.mean(parameters)
        center = layout.vector(parameters)
        rows = Double(posterior.t.count)
        if let derivative = LinearDerivative(posterior: posterior) {
            correlation = derivative.jacobian.correlation(with: mean.residuals)
            gram = derivative.gram
            hessian = gram
        } else {
            let jacobian = Jacobian(
                posterior: posterior, layout: layout,
                hinges: HingeSums(t: posterior.t, times: posterior.trend.changepointTimes), mean: mean,
                parameters: parameters)
            correlation = jacobian.correlation(with: mean.residuals)
            gram = jacobian.gram()
            let curvature = jacobian.curvature(mean: mean, features: posterior.features) { _ in true }
            hessian = zip(gram, curvature).map { $0 + $1 }
        }
        centerSquares = mean.residualSquares
        precisions = layout.precisions(posterior)
    }

    private init(_ curve: SquaresCurve, hessian: [Double]) {
        layout = curve.layout
        center = curve.center
        rows = curve.rows
        correlation = curve.correlation
        self.hessian = hessian
        gram = curve.gram
        centerSquares = curve.centerSquares
        precisions = curve.precisions
    }

    /// The curve of the linear approximation of the mean.
    var linearised: SquaresCurve { SquaresCurve(self, hessian: gram) }

    /// J'r after a step.
    func correlation(step: [Double]) -> [Double] {
        let count = layout.count
        return (0..<count).map { row in
            (0..<count).reduce(correlation[row]) { $0 - hessian[row * count + $1] * step[$1] }
        }
    }

    /// The sum after a step.
    func squares(step: [Double]) -> Double {
        let after = correlation(step: step)
        return max(
            0, (0..<layout.count).reduce(centerSquares) { $0 - step[$1] * (correlation[$1] + after[$1]) })
    }

    /// What the sum grows by on average when the parameters spread with a covariance.
    func trace(_ covariance: [Double]) -> Double {
        zip(hessian, covariance).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
