import ProphetEngine

/// How far recorded features may be off by rounding alone.
struct FeatureRounding {
    private let seasonalities: [Seasonality]
    private let rest: [Double]

    /// Takes the columns of a problem.
    init(_ problem: FitProblem) {
        seasonalities = problem.seasonalities
        let fourierCount = problem.seasonalities.reduce(0) { $0 + 2 * max(1, $1.order) }
        let restCount = max(0, problem.featureColumns.count - fourierCount)
        var rest = [Double](repeating: 1e-15, count: restCount)
        // Regressors are the last columns.
        for (index, regressor) in problem.regressors.reversed().enumerated() where index < restCount {
            rest[restCount - 1 - index] += 4 * regressor.mean.magnitude.ulp / regressor.standardDeviation
        }
        self.rest = rest
    }

    /// The bound of each column at a number of days since 1970, shape K.
    ///
    /// A sine is off by the rounding of its argument, which Prophet does not reduce; a standardised regressor
    /// by the rounding of the mean that is taken off.
    func tolerances(days: Double) -> [Double] {
        var tolerances: [Double] = []
        for seasonality in seasonalities {
            for pair in 1...max(1, seasonality.order) {
                let tolerance = SetupComparison.fourierTolerance(
                    days: days, period: seasonality.period, pair: pair)
                tolerances += [tolerance, tolerance]
            }
        }
        return tolerances + rest
    }

    /// The bound of each column at the times of some rows, K arrays of one number per row.
    func tolerances(times: [Int64]) -> [[Double]] {
        let rows = times.map { tolerances(days: Double($0) / 86_400_000) }
        return (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
    }
}
