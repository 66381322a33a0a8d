/// The intervals of a forecast.
///
/// Up to the end of the history, and always for flat growth, the trend has no uncertainty and an observation
/// is normal, so its bounds are exact. Beyond, rate changes go on with the frequency and the mean size of
/// those of the history; the bounds are quantiles of simulated paths or, on demand and where it is known, of
/// the distribution itself.
struct ForecastIntervals {
    let fitted: FittedProphet
    /// The rows of the forecast, complete and in order of time.
    let rows: ProphetFrame
    let seed: UInt64
    let method: IntervalMethod

    /// Writes the bounds of a forecast in order of time.
    ///
    /// - Throws: ``ProphetError`` when a regressor's own model cannot forecast the rows.
    /// - Complexity: O(R·N) for R rows and N paths.
    func fill(_ forecast: inout ProphetForecast) throws(ProphetError) {
        fillNormal(&forecast)
        let growth = fitted.options.growth
        let hasPredictor = fitted.regressors.contains { $0.predictor != nil }
        guard growth != .flat || hasPredictor else { return }
        if method == .exact, growth == .linear, !hasPredictor {
            fillExact(&forecast)
        } else {
            try fillSimulated(&forecast)
        }
    }

    /// Writes the bounds of rows whose trend is certain.
    private func fillNormal(_ forecast: inout ProphetForecast) {
        let noise = fitted.parameters.sigma * fitted.yScale
        let halfWidth = NormalDistribution.halfWidth(mass: fitted.options.intervalWidth) * noise
        forecast.trendLower = forecast.trend
        forecast.trendUpper = forecast.trend
        forecast.yhatLower = forecast.yhat.map { $0 - halfWidth }
        forecast.yhatUpper = forecast.yhat.map { $0 + halfWidth }
    }

    /// Overwrites the bounds of future rows with quantiles of simulated paths.
    private func fillSimulated(_ forecast: inout ProphetForecast) throws(ProphetError) {
        let count = fitted.options.uncertaintySamples
        var paths = try PredictivePaths(
            fitted: fitted, rows: rows, forecast: forecast, count: count, seed: seed, method: method)
        let tail = (1 - fitted.options.intervalWidth) / 2
        var trendLower = QuantileTracker(tail, of: count)
        var trendUpper = QuantileTracker(1 - tail, of: count)
        var yhatLower = trendLower
        var yhatUpper = trendUpper
        for row in paths.firstFuture..<forecast.ds.count {
            paths.advance(to: row)
            paths.trendDeviations.withUnsafeBufferPointer { deviations in
                let paths = UnsafeBufferPointer(rebasing: deviations[..<count])
                forecast.trendLower[row] = forecast.trend[row] + fitted.yScale * trendLower.next(paths)
                forecast.trendUpper[row] = forecast.trend[row] + fitted.yScale * trendUpper.next(paths)
            }
            paths.deviations.withUnsafeBufferPointer { deviations in
                let paths = UnsafeBufferPointer(rebasing: deviations[..<count])
                forecast.yhatLower[row] = forecast.yhat[row] + yhatLower.next(paths)
                forecast.yhatUpper[row] = forecast.yhat[row] + yhatUpper.next(paths)
            }
        }
    }

    /// Overwrites the bounds of future rows of linear growth with quantiles of their distribution.
    private func fillExact(_ forecast: inout ProphetForecast) {
        let t = rows.ds.map { fitted.scale.scaled($0) }
        guard let firstFuture = t.firstIndex(where: { $0 > 1 }) else { return }
        let tail = (1 - fitted.options.intervalWidth) / 2
        let noise = fitted.parameters.sigma
        // What multiplies the trend in an observation; the noise is measured in deviations of the trend.
        let factors = forecast.multiplicativeTerms.map { abs(1 + $0) }
        var deviation = TrendDeviation(
            changes: RateChanges(fitted: fitted, future: t[firstFuture...]), rows: t.count - firstFuture,
            noise: factors[firstFuture...].map { noise / $0 }.max() ?? 0)
        var trendWidth = 0.0
        var yhatWidth = 0.0
        for row in firstFuture..<t.count {
            deviation.advance()
            trendWidth = deviation.quantile(upperTail: tail, near: trendWidth)
            forecast.trendLower[row] = forecast.trend[row] - fitted.yScale * trendWidth
            forecast.trendUpper[row] = forecast.trend[row] + fitted.yScale * trendWidth
            let factor = factors[row]
            guard noise / factor <= deviation.largestNoise else { continue }
            yhatWidth = deviation.quantile(upperTail: tail, noise: noise / factor, near: yhatWidth)
            forecast.yhatLower[row] = forecast.yhat[row] - fitted.yScale * factor * yhatWidth
            forecast.yhatUpper[row] = forecast.yhat[row] + fitted.yScale * factor * yhatWidth
        }
    }
}
