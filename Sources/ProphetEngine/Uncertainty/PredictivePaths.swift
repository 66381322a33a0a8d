import CKernels

/// Simulated futures of a fitted model, all paths at one row after the other.
///
/// Beyond the history rate changes go on with the frequency and the mean size of those of the history, and
/// every row has its own noise. Memory does not grow with the rows.
struct PredictivePaths {
    /// The number of paths.
    let count: Int
    /// The first row after the history.
    let firstFuture: Int
    /// What each path adds to the forecast of an observation, in units of the series; padded to a multiple of
    /// four.
    private(set) var deviations: [Double]

    private let fitted: FittedProphet
    private let ds: [Int64]
    private let t: [Double]
    private let forecast: Forecast
    private let method: IntervalMethod
    private let noise: Double
    private let changes: RateChanges
    private var growth: TrendPaths
    private var curve: LogisticPaths?
    private var normals: NormalStream
    private var noises: [Double]
    private var regressors: [RegressorPaths] = []
    /// The row that the paths have come to.
    private var current = -1

    /// What is known of the rows without chance, in units of the series.
    private struct Forecast {
        let trend: [Double]
        let multiplicativeTerms: [Double]
    }

    /// Creates the paths of rows, before the first of them.
    ///
    /// - Parameters:
    ///   - fitted: The model.
    ///   - rows: The rows, complete and in order of time.
    ///   - forecast: Their forecast.
    ///   - count: The number of paths, at least one.
    ///   - seed: The seed of the paths.
    ///   - method: How changes of the rate are placed; only `simulatedTimes` makes a difference.
    /// - Throws: ``ProphetError`` when a regressor's own model cannot forecast the rows.
    init(
        fitted: FittedProphet, rows: ProphetFrame, forecast: ProphetForecast, count: Int, seed: UInt64,
        method: IntervalMethod
    ) throws(ProphetError) {
        var seeds = SplitMix64(seed: seed)
        self.fitted = fitted
        self.count = count
        self.ds = rows.ds
        self.forecast = Forecast(
            trend: forecast.trend, multiplicativeTerms: forecast.multiplicativeTerms)
        // With regressors that are simulated too Prophet changes its sampler.
        let hasPredictor = fitted.regressors.contains { $0.predictor != nil }
        self.method = hasPredictor ? .simulatedTimes : method
        noise = fitted.parameters.sigma * fitted.yScale
        t = rows.ds.map { fitted.scale.scaled($0) }
        firstFuture = t.firstIndex { $0 > 1 } ?? t.count
        changes = RateChanges(fitted: fitted, future: t[firstFuture...])
        growth = TrendPaths(
            scales: [Double](repeating: changes.scale, count: count), seed: seeds.next())
        normals = NormalStream(seed: seeds.next())
        deviations = [Double](repeating: 0, count: (count + 3) / 4 * 4)
        noises = deviations
        if fitted.options.growth == .logistic {
            curve = LogisticPaths(
                fitted: fitted, t: t, caps: try fitted.scale.scaledCaps(of: rows), changes: changes,
                isCentred: self.method != .simulatedTimes, count: count)
        }
        for (index, regressor) in fitted.regressors.enumerated() {
            let nested = seeds.next()
            guard let predictor = regressor.predictor, predictor.options.uncertaintySamples > 0 else {
                continue
            }
            let first = fitted.featureColumns.count - fitted.regressors.count
            regressors.append(
                try RegressorPaths(
                    predictor, times: rows.ds,
                    effect: fitted.parameters.beta[first + index] / regressor.standardDeviation,
                    mode: regressor.mode, seed: nested))
        }
    }

    /// What each path adds to the forecast of the trend at the current row, in scaled units.
    var trendDeviations: [Double] { curve?.deviations ?? growth.paddedDeviations }

    /// Moves all paths on to a row, which must not be before the current one.
    mutating func advance(to row: Int) {
        while current < row {
            current += 1
            if current >= firstFuture, fitted.options.growth != .flat {
                moveTrend()
            }
        }
        normals.fill(&noises)
        let factor = fitted.yScale * (1 + forecast.multiplicativeTerms[row])
        ck_mix(factor, trendDeviations, noise, noises, deviations.count, &deviations)
        // Regressors are known as long as the history goes.
        guard ds[row] > fitted.historyTimes.last ?? fitted.start else { return }
        let trendDeviations = trendDeviations
        for index in regressors.indices {
            regressors[index].advance(to: row)
            regressors[index].add(
                to: &deviations, count: count, trend: forecast.trend[row], trendDeviations: trendDeviations,
                yScale: fitted.yScale)
        }
    }

    private mutating func moveTrend() {
        let previous = current > firstFuture ? t[current - 1] : 1
        switch (method, fitted.options.growth) {
        case (.simulatedTimes, _):
            growth.advance(by: t[current] - previous, frequency: changes.frequency)
        case (_, .logistic):
            growth.advance(
                step: current > firstFuture ? t[current] - previous : 0, probability: changes.probability,
                changesFirst: false)
        default:
            growth.advance(step: changes.step, probability: changes.probability, changesFirst: true)
        }
        curve?.update(growth.paddedDeviations, row: current)
    }
}
