import ProphetEngine

/// How far two nearly stationary points of a posterior may lie apart.
///
/// The normal priors of k, m and beta alone curve the log posterior by P = diag(1/scale²), whatever the rows
/// say. For a concave log posterior with subgradients g at the points a and b that gives
/// |b - a|²_P <= (g_a - g_b)·(b - a) <= G |b - a|_P + D, where G is the size of the subgradients of k, m and
/// beta, each times its prior scale, and D the rest of the product, that of the deltas. So
/// |b - a|_P <= G + √D.
///
/// Where the mean is not linear in the parameters the log posterior need not be concave: there a tenth of
/// that curvature is expected between two points that both are nearly stationary.
struct ParameterFreedom {
    /// The largest |b - a|_P.
    let radius: Double

    /// The standard deviation of the normal priors of k and m.
    private static let trendPriorScale = 5.0

    /// The share of the curvature of the priors that a model that is not linear has at least.
    private static let leastCurvature = 0.1

    /// Takes two points and their subgradients in the order of ``ReferenceFormulas/subgradients(_:)``.
    init(
        from first: ProphetParameters, _ firstGradient: [ReferenceFormulas.Rounded],
        to second: ProphetParameters, _ secondGradient: [ReferenceFormulas.Rounded], priorScales: [Double],
        isLinear: Bool
    ) {
        let changes = first.delta.count
        let gradient = zip(firstGradient, secondGradient).map { abs($0.value) + abs($1.value) }
        var squares = 0.0
        for (index, scale) in ([Self.trendPriorScale, Self.trendPriorScale]).enumerated() {
            squares += gradient[index] * gradient[index] * scale * scale
        }
        for (index, scale) in priorScales.enumerated() {
            let value = gradient[2 + changes + index]
            squares += value * value * scale * scale
        }
        let rest = (0..<changes).reduce(0) { sum, index in
            sum + gradient[2 + index] * abs(second.delta[index] - first.delta[index])
        }
        let curvature = isLinear ? 1 : Self.leastCurvature
        radius = squares.squareRoot() / curvature + (rest / curvature).squareRoot()
    }

    /// How far a sum of coefficients times features may differ.
    func reach(features: [Double], priorScales: [Double]) -> Double {
        radius * zip(features, priorScales).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }.squareRoot()
    }

    /// How far the line k·t + m may differ at a scaled time.
    func lineReach(at time: Double) -> Double {
        radius * Self.trendPriorScale * (1 + time * time).squareRoot()
    }
}
