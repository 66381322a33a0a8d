extension FittedProphet {
    /// Simulates the series at rows, past or future.
    ///
    /// There are as many samples as the options' `uncertaintySamples`. Those of future rows are the ones whose
    /// quantiles are the bounds of ``predict(_:seed:intervals:)`` for the same seed. A sample is one course
    /// over all rows: its values at different rows belong together. Where the posterior was sampled, the
    /// parameters are the means of the draws all the same.
    ///
    /// - Parameters:
    ///   - frame: The rows in any order, with every column that the model needs; nil for the history.
    ///   - seed: The seed of the samples.
    ///   - method: How changes of the trend are placed; `exact` is simulated like `simulated`.
    /// - Returns: The samples, rows in order of time.
    /// - Throws: ``ProphetError`` when there are no rows or a column is missing or has no value.
    /// - Complexity: O(R·(K + N)) for R rows, K feature columns and N samples, in memory too.
    public func predictiveSamples(
        _ frame: ProphetFrame? = nil, seed: UInt64 = 0, method: IntervalMethod = .simulated
    ) throws(ProphetError) -> PredictiveSamples {
        let rows = try predictionRows(frame)
        let forecast = try pointForecast(rows)
        let count = options.uncertaintySamples
        guard count > 0 else { return PredictiveSamples(ds: rows.ds, samples: 0, yhat: [], trend: []) }
        var paths = try PredictivePaths(
            fitted: self, rows: rows, forecast: forecast, count: count, seed: seed, method: method)
        // Noise of its own, so that future rows have the same samples with and without the history.
        var normals = NormalStream(seed: ~seed)
        var noises = [Double](repeating: 0, count: paths.deviations.count)
        let noise = parameters.sigma * yScale
        var yhat: [Double] = []
        var trend: [Double] = []
        yhat.reserveCapacity(rows.count * count)
        trend.reserveCapacity(rows.count * count)
        for row in 0..<rows.count {
            let level = forecast.trend[row]
            let center = forecast.yhat[row]
            if row < paths.firstFuture {
                normals.fill(&noises)
                for path in 0..<count {
                    trend.append(level)
                    yhat.append(center + noise * noises[path])
                }
            } else {
                paths.advance(to: row)
                let trendDeviations = paths.trendDeviations
                for path in 0..<count {
                    trend.append(level + yScale * trendDeviations[path])
                    yhat.append(center + paths.deviations[path])
                }
            }
        }
        return PredictiveSamples(ds: rows.ds, samples: count, yhat: yhat, trend: trend)
    }
}
