/// The intervals of a forecast of a model whose posterior was sampled.
///
/// The bounds of components are quantiles over the draws. Those of the trend and of observations are
/// quantiles over simulated paths, at least one for each draw, which hold everything that is uncertain: the
/// parameters, the noise and future changes of the trend. Rows are treated one after the other, so memory
/// grows with rows and with paths, not with their product.
///
/// Logistic growth: paths deviate from the curve of their own draw. (Prophet takes off the mean over the
/// paths of a draw, which with one path leaves nothing of future changes.)
struct DrawIntervals {
    let fitted: FittedProphet
    let draws: PosteriorDraws
    /// The rows of the forecast, complete and in order of time.
    let rows: ProphetFrame
    let seed: UInt64
    let method: IntervalMethod

    /// Writes the bounds of a forecast in order of time.
    ///
    /// - Throws: ``ProphetError`` when a column is missing.
    /// - Complexity: O(R·(D·K + N)) for R rows, D draws, K columns and N paths.
    func fill(_ forecast: inout ProphetForecast) throws(ProphetError) {
        guard draws.count > 0, rows.count > 0 else { return }
        let features = try fitted.plan.matrix(of: rows)
        let isLogistic = fitted.options.growth == .logistic
        let caps = isLogistic ? try fitted.scale.scaledCaps(of: rows) : []
        let floors = fitted.scale.floors(of: rows)
        let t = rows.ds.map { fitted.scale.scaled($0) }
        let pathsPerDraw = max(1, (fitted.options.uncertaintySamples + draws.count - 1) / draws.count)
        var random = RandomDeviates(seed: seed)
        var bounds = Bounds(rows: rows.count, mass: fitted.options.intervalWidth)
        var components = ComponentDraws(fitted: fitted, draws: draws, rows: rows.count)
        var trends = DrawTrends(draws: draws, trend: fitted.trend)
        var paths = DrawPaths(
            draws: draws, pathsPerDraw: pathsPerDraw, timing: timing(t), random: &random)
        var trend = [Double](repeating: 0, count: draws.count * pathsPerDraw)
        var observations = trend
        let yScale = fitted.yScale
        for row in 0..<rows.count {
            components.fill(row: row, features)
            trends.advance(to: t[row])
            let isFuture = t[row] > 1 && fitted.options.growth != .flat
            if isFuture {
                paths.advance(to: t[row], &random)
            }
            for draw in 0..<draws.count {
                let noise = draws.sigma[draw] * yScale
                let factor = 1 + components.multiplicative[draw]
                let additive = components.additive[draw]
                for path in (draw * pathsPerDraw)..<((draw + 1) * pathsPerDraw) {
                    let line = trends.values[draw] + (isFuture ? paths.deviations[path] : 0)
                    let growth = isLogistic ? caps[row] * PiecewiseTrend.sigmoid(line) : line
                    trend[path] = growth * yScale + floors[row]
                    observations[path] = trend[path] * factor + additive + random.normal() * noise
                }
            }
            bounds.set(row: row, trend: &trend, observations: &observations)
        }
        forecast.trendLower = bounds.trendLower
        forecast.trendUpper = bounds.trendUpper
        forecast.yhatLower = bounds.yhatLower
        forecast.yhatUpper = bounds.yhatUpper
        for index in forecast.components.indices {
            forecast.components[index].lower = components.lower[index]
            forecast.components[index].upper = components.upper[index]
        }
    }

    /// When the rates of future paths change.
    private func timing(_ t: [Double]) -> DrawPaths.Timing {
        guard method != .simulatedTimes else { return .anyTime }
        let future = t.filter { $0 > 1 }
        // A single future row says nothing about the distance of rows; the history does.
        var step = 1 / Double(max(1, fitted.historyRows - 1))
        if future.count > 1, let first = future.first, let last = future.last {
            step = (last - first) / Double(future.count - 1)
        }
        return fitted.options.growth == .logistic ? .rows(step) : .steps(step)
    }

    /// The bounds of the trend and of observations.
    private struct Bounds {
        private let lower: Double
        private let upper: Double
        var trendLower: [Double]
        var trendUpper: [Double]
        var yhatLower: [Double]
        var yhatUpper: [Double]

        init(rows: Int, mass: Double) {
            lower = (1 - mass) / 2
            upper = (1 + mass) / 2
            trendLower = [Double](repeating: 0, count: rows)
            trendUpper = trendLower
            yhatLower = trendLower
            yhatUpper = trendLower
        }

        mutating func set(row: Int, trend: inout [Double], observations: inout [Double]) {
            (trendLower[row], trendUpper[row]) = SampleQuantiles.quantiles(lower, upper, of: &trend)
            (yhatLower[row], yhatUpper[row]) = SampleQuantiles.quantiles(lower, upper, of: &observations)
        }
    }
}
