/// The intervals of a forecast.
///
/// Up to the end of the history, and always for flat growth, the trend has no uncertainty and an observation
/// is normal, so its bounds are exact. Beyond, they are quantiles of simulated paths: rate changes go on with
/// the frequency and the mean size of those of the history.
struct ForecastIntervals {
    let fitted: FittedProphet
    /// The rows of the forecast, complete and in order of time.
    let rows: ProphetFrame
    let seed: UInt64
    let method: IntervalMethod

    /// Writes the bounds of a forecast in order of time.
    ///
    /// - Complexity: O(R·N) for R rows and N paths.
    func fill(_ forecast: inout ProphetForecast) throws(ProphetError) {
        let rows = forecast.ds.count
        let noise = fitted.parameters.sigma * fitted.yScale
        let halfWidth = NormalDistribution.halfWidth(mass: fitted.options.intervalWidth) * noise
        forecast.trendLower = forecast.trend
        forecast.trendUpper = forecast.trend
        forecast.yhatLower = forecast.yhat.map { $0 - halfWidth }
        forecast.yhatUpper = forecast.yhat.map { $0 + halfWidth }
        guard fitted.options.growth == .linear else { return }
        let end = fitted.start + fitted.tScale
        guard let firstFuture = forecast.ds.firstIndex(where: { $0 > end }) else { return }
        simulate(firstFuture..<rows, noise: noise, &forecast)
    }

    /// Writes the bounds of the future rows.
    private func simulate(_ future: Range<Int>, noise: Double, _ forecast: inout ProphetForecast) {
        let step = futureStep(forecast.ds[future])
        let changes = fitted.parameters.delta
        let probability = Double(changes.count) * step
        let scale = changes.reduce(0) { $0 + abs($1) } / Double(changes.count) + 1e-8
        let lower = (1 - fitted.options.intervalWidth) / 2
        let upper = (1 + fitted.options.intervalWidth) / 2
        var random = RandomDeviates(seed: seed)
        var paths = TrendPaths(paths: fitted.options.uncertaintySamples, step: step)
        var trends = [Double](repeating: 0, count: fitted.options.uncertaintySamples)
        var observations = trends
        let (multiplicativeTerms, additiveTerms) = (forecast.multiplicativeTerms, forecast.additiveTerms)
        for row in future {
            paths.advance { random.uniform() < probability ? random.laplace(scale: scale) : 0 }
            let factor = 1 + multiplicativeTerms[row]
            let additive = additiveTerms[row]
            for path in trends.indices {
                let trend = forecast.trend[row] + paths.deviations[path] * fitted.yScale
                trends[path] = trend
                observations[path] = trend * factor + additive + random.normal() * noise
            }
            (forecast.trendLower[row], forecast.trendUpper[row]) = SampleQuantiles.quantiles(
                lower, upper, of: &trends)
            (forecast.yhatLower[row], forecast.yhatUpper[row]) = SampleQuantiles.quantiles(
                lower, upper, of: &observations)
        }
    }

    /// The mean scaled time between future rows; between those of the history when there is only one.
    private func futureStep(_ future: ArraySlice<Int64>) -> Double {
        guard future.count > 1, let first = future.first, let last = future.last else {
            return 1 / Double(fitted.historyRows - 1)
        }
        return (fitted.scale.scaled(last) - fitted.scale.scaled(first)) / Double(future.count - 1)
    }
}
