/// A model fitted to a history, ready to forecast.
public struct FittedProphet: Hashable, Sendable {
    /// The options of the model.
    public let options: ProphetOptions
    /// The parameters of the optimum, in scaled units.
    public let parameters: ProphetParameters
    /// How the fit went.
    public let report: FitReport
    /// The units of the parameters.
    public let scale: SeriesScale
    /// The times at which the trend may change, ascending, in milliseconds since 1970-01-01 UTC.
    public let changepoints: [Int64]
    /// The changepoints in scaled time, shape S of `parameters.delta`: one entry 0 when there are none.
    public let changepointTimes: [Double]
    /// The seasonalities of the model, in the order of their columns.
    public let seasonalities: [Seasonality]
    /// The feature columns, shape K of `parameters.beta`.
    public let featureColumns: [FeatureColumn]
    /// The times of all rows given to the fit, with or without value, ascending and each once.
    public let historyTimes: [Int64]
    /// The number of rows with a value.
    public let historyRows: Int

    /// The time of the first row with a value, in milliseconds since 1970-01-01 UTC.
    public var start: Int64 { scale.start }
    /// The time from the first to the last row with a value, in milliseconds.
    public var tScale: Int64 { scale.tScale }
    /// The value that counts as 1 in scaled units.
    public var yScale: Double { scale.yScale }
    /// The value that counts as 0 in scaled units.
    public var yMin: Double { scale.yMin }

    /// Forecasts rows, past or future.
    ///
    /// The intervals of rows in the history, and of all rows of flat growth, are exact. Those of later rows
    /// come from simulated paths: future rows are taken as equally spaced, as Prophet takes them, and the
    /// same seed gives the same intervals.
    ///
    /// - Parameters:
    ///   - ds: The times of the rows, in milliseconds since 1970-01-01 UTC, in any order.
    ///   - seed: The seed of the simulated paths.
    /// - Returns: The forecast in order of time.
    /// - Throws: ``ProphetError/noRowsToPredict`` or ``ProphetError/time(_:)``.
    /// - Complexity: O(R·(K + N)) for R rows, K feature columns and N uncertainty samples; memory O(R·K + N).
    public func predict(ds: [Int64], seed: UInt64 = 0) throws(ProphetError) -> ProphetForecast {
        guard !ds.isEmpty else { throw .noRowsToPredict }
        try PreparedModel.requireTimes(ds)
        var forecast = pointForecast(at: ds.sorted())
        if options.uncertaintySamples > 0 {
            ForecastIntervals(fitted: self, seed: seed).fill(&forecast)
        }
        return forecast
    }

    /// The forecast without intervals of ascending times.
    private func pointForecast(at ds: [Int64]) -> ProphetForecast {
        let t = ds.map { scale.scaled($0) }
        let features = FeatureMatrix(seasonalities: seasonalities, times: ds)
        let trend = PiecewiseTrend(growth: options.growth, changepointTimes: changepointTimes)
            .values(at: t, k: parameters.k, m: parameters.m, delta: parameters.delta)
            .map { $0 * yScale + yMin }
        let additive = features.sum(parameters.beta) { $0.mode == .additive }.map { $0 * yScale }
        let multiplicative = features.sum(parameters.beta) { $0.mode == .multiplicative }
        let components =
            seasonalities
            .sorted { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) }
            .map { seasonality in
                let values = features.sum(parameters.beta) { $0.component == seasonality.name }
                let unit = seasonality.mode == .additive ? yScale : 1
                return ProphetComponent(
                    name: seasonality.name, mode: seasonality.mode, values: values.map { $0 * unit })
            }
        return ProphetForecast(
            ds: ds,
            trend: trend,
            yhat: ds.indices.map { trend[$0] * (1 + multiplicative[$0]) + additive[$0] },
            components: components,
            additiveTerms: additive,
            multiplicativeTerms: multiplicative)
    }
}
