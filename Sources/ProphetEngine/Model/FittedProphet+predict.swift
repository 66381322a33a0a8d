extension FittedProphet {
    /// Forecasts rows, past or future.
    ///
    /// The intervals of rows in the history, and of all rows of flat growth, are exact unless the posterior
    /// was sampled. Those of later rows come from simulated paths: future rows are taken as equally spaced,
    /// as Prophet takes them, and the same seed gives the same intervals on any number of threads.
    ///
    /// - Parameters:
    ///   - frame: The rows in any order, with every column that the model needs; nil for the history.
    ///   - seed: The seed of the simulated paths.
    ///   - intervals: How the bounds are found.
    /// - Returns: The forecast in order of time.
    /// - Throws: ``ProphetError`` when there are no rows or a column is missing or has no value.
    /// - Complexity: O(R·(K + N)) for R rows, K feature columns and N uncertainty samples; memory O(R·K + N).
    public func predict(
        _ frame: ProphetFrame? = nil, seed: UInt64 = 0, intervals: IntervalMethod = .simulated
    ) throws(ProphetError) -> ProphetForecast {
        let rows = try predictionRows(frame)
        var forecast = try pointForecast(rows)
        if options.uncertaintySamples > 0 {
            if let draws, draws.count > 0 {
                try DrawIntervals(fitted: self, draws: draws, rows: rows, seed: seed, method: intervals)
                    .fill(&forecast)
                return forecast
            }
            try ForecastIntervals(fitted: self, rows: rows, seed: seed, method: intervals).fill(&forecast)
        }
        return forecast
    }

    /// Forecasts times of a model that needs nothing else.
    ///
    /// - Parameters:
    ///   - ds: The times of the rows, in milliseconds since 1970-01-01 UTC, in any order.
    ///   - seed: The seed of the simulated paths.
    /// - Returns: The forecast in order of time.
    /// - Throws: ``ProphetError`` as the forecast of a frame.
    public func predict(ds: [Int64], seed: UInt64 = 0) throws(ProphetError) -> ProphetForecast {
        try predict(ProphetFrame(ds: ds), seed: seed)
    }

    /// The rows of a frame in order of time, or the history.
    func predictionRows(_ frame: ProphetFrame?) throws(ProphetError) -> ProphetFrame {
        let rows = frame ?? history.frame
        guard rows.count > 0 else { throw .noRowsToPredict }
        try PreparedModel.requireTimes(rows.ds)
        return try completed(rows.rows(rows.timeOrder))
    }

    /// The frame with the regressors that have a model of their own forecast after the history.
    func completed(_ rows: ProphetFrame) throws(ProphetError) -> ProphetFrame {
        var rows = rows
        for regressor in regressors {
            guard let predictor = regressor.predictor else { continue }
            let last = historyTimes.last ?? scale.start
            let forecast = try predictor.pointForecast(ProphetFrame(ds: rows.ds))
            var values =
                rows.regressors[regressor.name] ?? [Double](repeating: .nan, count: rows.count)
            var known: [Int64: Double] = [:]
            for (time, value) in zip(history.ds, history.frame.regressors[regressor.name] ?? []) {
                known[time] = value
            }
            for row in values.indices {
                if rows.ds[row] > last {
                    values[row] = forecast.yhat[row]
                } else if values[row].isNaN {
                    values[row] = known[rows.ds[row]] ?? .nan
                }
            }
            rows.regressors[regressor.name] = values
        }
        return rows
    }

    /// The forecast without intervals of rows in order of time.
    func pointForecast(_ rows: ProphetFrame) throws(ProphetError) -> ProphetForecast {
        let t = rows.ds.map { scale.scaled($0) }
        let caps = options.growth == .logistic ? try scale.scaledCaps(of: rows) : []
        let floors = scale.floors(of: rows)
        let features = try plan.matrix(of: rows)
        let trend = zip(trend.values(at: t, caps: caps, parameters), floors).map { $0 * yScale + $1 }
        let components = plan.components(features, beta: parameters.beta, yScale: yScale)
        let additive = components.first { $0.name == "additive_terms" }?.values ?? []
        let multiplicative = components.first { $0.name == "multiplicative_terms" }?.values ?? []
        return ProphetForecast(
            ds: rows.ds,
            cap: rows.cap,
            floor: scale.hasFloor ? floors : nil,
            trend: trend,
            yhat: trend.indices.map { trend[$0] * (1 + multiplicative[$0]) + additive[$0] },
            components: components)
    }
}
