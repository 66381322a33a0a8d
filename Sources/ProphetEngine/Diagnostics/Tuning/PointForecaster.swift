/// Forecasts the same rows with many models, without components and bounds.
///
/// Models whose columns are the same, whatever their prior scales and modes, share the feature matrix.
struct PointForecaster: Sendable {
    /// What the values of a feature matrix depend on beside the rows.
    private struct Shape: Hashable, Sendable {
        let seasonalities: [Seasonality]
        let holidays: [[Int64]]
        let regressors: [FittedRegressor]

        init(_ plan: FeaturePlan) {
            seasonalities = plan.seasonalities.map {
                Seasonality(
                    name: "", period: $0.period, order: $0.order, priorScale: 1, mode: .additive,
                    condition: $0.condition)
            }
            holidays = plan.holidays.columns.map(\.days)
            regressors = plan.regressors.regressors.map {
                FittedRegressor(
                    name: $0.name, priorScale: 1, standardize: .off, mode: .additive, mean: $0.mean,
                    standardDeviation: $0.standardDeviation)
            }
        }
    }

    /// The rows in order of time.
    let rows: ProphetFrame
    private var known: [(shape: Shape, values: ColumnBlock)] = []

    init(rows: ProphetFrame) {
        self.rows = rows
    }

    /// The forecast of a model for each row.
    ///
    /// - Complexity: O(R·K) for R rows and K feature columns.
    mutating func yhat(_ fitted: FittedProphet) throws(ProphetError) -> [Double] {
        guard fitted.regressors.allSatisfy({ $0.predictor == nil }) else {
            return try fitted.pointForecast(fitted.predictionRows(rows)).yhat
        }
        let features = FeatureMatrix(columns: fitted.plan.columns, values: try values(fitted.plan))
        let t = rows.ds.map { fitted.scale.scaled($0) }
        let caps = fitted.options.growth == .logistic ? try fitted.scale.scaledCaps(of: rows) : []
        let floors = fitted.scale.floors(of: rows)
        var yhat = fitted.trend.values(at: t, caps: caps, fitted.parameters)
        let beta = fitted.parameters.beta
        let scale = fitted.yScale
        let additive = features.sum(beta) { $0.mode == .additive }
        guard features.hasMultiplicative else {
            for row in yhat.indices {
                yhat[row] = yhat[row] * scale + floors[row] + additive[row] * scale
            }
            return yhat
        }
        let factors = features.sum(beta) { $0.mode == .multiplicative }
        for row in yhat.indices {
            yhat[row] = (yhat[row] * scale + floors[row]) * (1 + factors[row]) + additive[row] * scale
        }
        return yhat
    }

    /// The values of the feature matrix of a plan.
    private mutating func values(_ plan: FeaturePlan) throws(ProphetError) -> ColumnBlock {
        let shape = Shape(plan)
        if let entry = known.first(where: { $0.shape == shape }) { return entry.values }
        let values = try plan.matrix(of: rows).values
        known.append((shape, values))
        return values
    }
}
