/// What a unit of an extra regressor does to the forecast.
public struct RegressorCoefficient: Hashable, Sendable {
    /// The name of the regressor.
    public let name: String
    /// How the regressor acts, and so the unit of the coefficient.
    public let mode: ComponentMode
    /// The value of the regressor at which it has no effect.
    public let center: Double
    /// The effect of one unit more of the regressor: in units of the series, or a fraction of the trend.
    public let coefficient: Double
    /// The lower bound of the coefficient; the coefficient itself unless the posterior was sampled.
    public let lower: Double
    /// The upper bound of the coefficient; the coefficient itself unless the posterior was sampled.
    public let upper: Double
}

extension FittedProphet {
    /// The coefficients of the extra regressors in the regressors' own units.
    ///
    /// Bounds hold the probability mass of the model's intervals, and need draws of the posterior.
    ///
    /// - Returns: One coefficient for each regressor, in the order of their columns.
    /// - Complexity: O(R·D) for R regressors and D draws.
    public func regressorCoefficients() -> [RegressorCoefficient] {
        let first = featureColumns.firstIndex { $0.source == .regressor } ?? 0
        return regressors.enumerated().map { index, regressor in
            let column = first + index
            let unit = (regressor.mode == .additive ? yScale : 1) / regressor.standardDeviation
            let coefficient: Double
            let bounds: (Double, Double)
            if let draws, draws.count > 0 {
                var values = draws.beta.map { $0[column] * unit }
                coefficient = values.reduce(0, +) / Double(values.count)
                let tail = (1 - options.intervalWidth) / 2
                bounds = SampleQuantiles.quantiles(tail, 1 - tail, of: &values)
            } else {
                coefficient = parameters.beta[column] * unit
                bounds = (coefficient, coefficient)
            }
            return RegressorCoefficient(
                name: regressor.name, mode: regressor.mode, center: regressor.mean, coefficient: coefficient,
                lower: bounds.0, upper: bounds.1)
        }
    }
}
