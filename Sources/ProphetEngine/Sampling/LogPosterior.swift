import RealModule

/// The log posterior over the unconstrained numbers of ``SampleLayout``, with its gradient.
///
/// That is ``Posterior/logDensity(_:)`` plus u = ln sigma, the logarithm of the derivative of sigma by u, and
/// for logistic growth minus ln |k|, as k m takes the place of m. The gradient of |delta| at 0 is taken as 0. Where the mean is linear in the parameters the data enter through the Gram
/// matrix (``SquaresExpansion``), else all rows are visited (``RowSquares``).
struct LogPosterior: DifferentiableDensity {
    let layout: SampleLayout
    /// The inverse variances of the normal priors, shape `smoothCount`.
    private let precisions: [Double]
    /// 1/tau, the weight of Σ|delta|.
    private let lambda: Double
    private let rows: Double
    /// The first parameter that the expansion knows: that of k, or of m for flat growth.
    private let expansionStart: Int
    private let expansion: SquaresExpansion?
    private var rowSquares: RowSquares?

    /// Creates the density of a posterior.
    ///
    /// - Parameters:
    ///   - posterior: The posterior.
    ///   - center: Parameters near which most draws will lie.
    ///   - usesGram: Whether the Gram matrix is used where the mean is linear.
    /// - Complexity: O(T·K²) once.
    init(posterior: Posterior, center: ProphetParameters, usesGram: Bool = true) {
        layout = SampleLayout(posterior: posterior, hasProduct: posterior.trend.growth == .logistic)
        precisions =
            [Double](repeating: Posterior.trendPrecision, count: SampleLayout.coefficients)
            + posterior.features.columns.map { 1 / ($0.priorScale * $0.priorScale) }
        lambda = 1 / posterior.changepointPriorScale
        rows = Double(posterior.t.count)
        if usesGram, let derivative = LinearDerivative(posterior: posterior) {
            let fitLayout = derivative.jacobian.layout
            let mean = posterior.mean(center)
            expansionStart = fitLayout.hasRate ? 0 : 1
            expansion = SquaresExpansion(
                center: fitLayout.vector(center), squares: mean.residualSquares,
                correlation: derivative.jacobian.correlation(with: mean.residuals), gram: derivative.gram)
            rowSquares = nil
        } else {
            expansionStart = 0
            expansion = nil
            rowSquares = RowSquares(posterior: posterior)
        }
    }

    var count: Int { layout.count }

    mutating func value(at x: [Double], gradient: inout [Double]) -> Double {
        let squares = squaresAndHalfSlope(at: x, &gradient)
        let u = x[layout.logSigma]
        let variance = Double.exp(2 * u)
        var result = u - 2 * variance - rows * u - squares / variance / 2
        let smooth = layout.smoothCount
        for index in (layout.hasProduct ? SampleLayout.coefficients : 0)..<smooth {
            let pull = precisions[index] * x[index]
            result -= pull * x[index] / 2
            gradient[index] = -gradient[index] / variance - pull
        }
        for index in smooth..<layout.logSigma {
            let delta = x[index]
            result -= lambda * abs(delta)
            let pull = delta > 0 ? lambda : delta < 0 ? -lambda : 0
            gradient[index] = -gradient[index] / variance - pull
        }
        if layout.hasProduct {
            let (k, m) = (x[0], x[1] / x[0])
            result -= Posterior.trendPrecision * (k * k + m * m) / 2 + Double.log(abs(k))
            gradient[0] =
                -gradient[0] / variance + (Posterior.trendPrecision * (m * m - k * k) - 1) / k
            gradient[1] = -gradient[1] / variance - Posterior.trendPrecision * m / k
        }
        gradient[layout.logSigma] = 1 - 4 * variance - rows + squares / variance
        return result.isFinite ? result : -.infinity
    }

    /// The sum of squared residuals; half its derivative by all parameters but ln sigma is written.
    private mutating func squaresAndHalfSlope(at x: [Double], _ slope: inout [Double]) -> Double {
        x.withUnsafeBufferPointer { x in
            slope.withUnsafeMutableBufferPointer { slope in
                guard let x = x.baseAddress, let slope = slope.baseAddress else { return 0 }
                guard let expansion else {
                    return rowSquares?.value(at: x, halfSlope: slope) ?? 0
                }
                for index in 0..<layout.logSigma {
                    slope[index] = 0
                }
                return expansion.value(at: x + expansionStart, halfSlope: slope + expansionStart)
            }
        }
    }
}
