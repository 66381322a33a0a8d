/// Simulated values of a regressor that has a model of its own.
///
/// A path of the series takes a path of the regressor; when there are fewer of those they serve in turn.
struct RegressorPaths {
    private var paths: PredictivePaths
    /// The effect of a unit of the regressor: on the scaled series, or as a fraction of the trend.
    private let effect: Double
    private let mode: ComponentMode

    /// Creates the paths of a regressor at the times of all rows.
    ///
    /// - Throws: ``ProphetError`` when its model cannot forecast the times.
    init(
        _ predictor: FittedProphet, times: [Int64], effect: Double, mode: ComponentMode, seed: UInt64
    ) throws(ProphetError) {
        let frame = ProphetFrame(ds: times)
        let rows = try predictor.completed(frame)
        paths = try PredictivePaths(
            fitted: predictor, rows: rows, forecast: try predictor.pointForecast(rows),
            count: predictor.options.uncertaintySamples, seed: seed, method: .simulated)
        self.effect = effect
        self.mode = mode
    }

    /// Moves all paths on to a row.
    mutating func advance(to row: Int) {
        paths.advance(to: row)
    }

    /// Adds what the regressor's deviation from its own forecast does to each path of the series.
    ///
    /// - Parameters:
    ///   - deviations: The deviations of the series, in its units.
    ///   - count: The number of paths of the series.
    ///   - trend: The forecast of the trend, in units of the series.
    ///   - trendDeviations: What each path adds to it, in scaled units.
    ///   - yScale: The unit of scaled values.
    func add(
        to deviations: inout [Double], count: Int, trend: Double, trendDeviations: [Double], yScale: Double
    ) {
        for path in 0..<count {
            let value = effect * paths.deviations[path % paths.count]
            switch mode {
            case .additive: deviations[path] += value * yScale
            case .multiplicative: deviations[path] += value * (trend + trendDeviations[path] * yScale)
            }
        }
    }
}
