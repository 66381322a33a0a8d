import RealModule

/// A model set up for one history: scales, changepoints, columns and posterior, but no parameters.
struct PreparedModel: Sendable {
    let options: ProphetOptions
    let scale: SeriesScale
    /// The rows with a value, oldest first; rows of equal time keep their order.
    let rows: ProphetHistory
    let changepoints: ChangepointGrid
    let plan: FeaturePlan
    let posterior: Posterior
    let warnings: [FitWarning]
    /// The times of all rows given, with or without value, ascending and each once.
    let historyTimes: [Int64]

    /// The most columns and changepoints of a model; a fit takes time with their cube.
    static let mostParameters = 3_000

    var seasonalities: [Seasonality] { plan.seasonalities }

    /// Sets a model up.
    ///
    /// - Throws: ``ProphetError`` when the history cannot be fitted.
    init(
        options: ProphetOptions, history: ProphetHistory, predictors: [String: FittedProphet] = [:]
    ) throws(ProphetError) {
        let rows = try Self.sortedRows(of: history, needsCap: options.growth == .logistic)
        let scale = try SeriesScale(rows: rows, options: options)
        var warnings: [FitWarning] = []
        let seasonalities = SeasonalityPlan(options: options, times: rows.ds)
        warnings += seasonalities.warnings
        let changepoints = try ChangepointGrid(options: options, times: rows.ds, scale: scale)
        if let count = changepoints.reducedCount {
            warnings.append(.changepointsReduced(to: count))
        }
        plan = FeaturePlan(
            seasonalities: seasonalities.seasonalities,
            holidays: HolidayPlan(holidays: options.holidays, priorScale: options.holidaysPriorScale),
            holidaysMode: options.holidaysMode ?? options.seasonalityMode,
            regressors: try RegressorPlan(options: options, frame: rows.frame, predictors: predictors))
        let parameters = plan.columns.count + changepoints.times.count
        guard parameters <= Self.mostParameters else { throw .tooManyParameters(parameters) }
        self.options = options
        self.scale = scale
        self.rows = rows
        self.changepoints = changepoints
        self.warnings = warnings
        historyTimes = Self.distinctTimes(history.ds)
        let floors = scale.floors(of: rows.frame)
        let t = rows.ds.map { scale.scaled($0) }
        let ones = [Double](repeating: 1, count: t.count)
        posterior = Posterior(
            trend: PiecewiseTrend(growth: options.growth, changepointTimes: changepoints.scaledTimes),
            t: t,
            y: zip(rows.y, floors).map { ($0 - $1) / scale.yScale },
            caps: options.growth == .logistic ? try scale.scaledCaps(of: rows.frame) : [],
            features: try plan.matrix(of: rows.frame, trend: options.growth == .flat ? [ones] : [t, ones]),
            changepointPriorScale: options.changepointPriorScale)
    }

    /// Sets a model up that differs from another one of the same history in prior scales only.
    init(options: ProphetOptions, sharing other: PreparedModel) {
        self.options = options
        scale = other.scale
        rows = other.rows
        changepoints = other.changepoints
        warnings = other.warnings
        historyTimes = other.historyTimes
        let priors = options.regressors.reduce(into: [String: Double]()) { result, regressor in
            result[regressor.name] = regressor.priorScale ?? options.holidaysPriorScale
        }
        plan = FeaturePlan(
            seasonalities: SeasonalityPlan(options: options, times: rows.ds).seasonalities,
            holidays: HolidayPlan(holidays: options.holidays, priorScale: options.holidaysPriorScale),
            holidaysMode: other.plan.holidaysMode,
            regressors: RegressorPlan(
                other.plan.regressors.regressors.map { regressor in
                    FittedRegressor(
                        name: regressor.name, priorScale: priors[regressor.name] ?? regressor.priorScale,
                        standardize: regressor.standardize, mode: regressor.mode, mean: regressor.mean,
                        standardDeviation: regressor.standardDeviation)
                }))
        posterior = Posterior(
            trend: other.posterior.trend, t: other.posterior.t, y: other.posterior.y,
            caps: other.posterior.caps,
            features: FeatureMatrix(columns: plan.columns, values: other.posterior.features.values),
            changepointPriorScale: options.changepointPriorScale)
    }

    /// The rows with a value in order of time.
    private static func sortedRows(
        of history: ProphetHistory, needsCap: Bool
    ) throws(ProphetError) -> ProphetHistory {
        for (row, value) in history.y.enumerated() where value.isInfinite {
            throw .infiniteValue(row: row, value)
        }
        try requireTimes(history.ds)
        var order = history.frame.timeOrder
        if history.y.contains(where: \.isNaN) {
            order = order.filter { !history.y[$0].isNaN }
        }
        guard order.count >= 2 else { throw .tooFewRows(order.count) }
        let isSorted = order.count == history.y.count && order.indices.allSatisfy { order[$0] == $0 }
        return isSorted ? history : history.rows(order)
    }

    /// The times without repetitions, ascending.
    private static func distinctTimes(_ times: [Int64]) -> [Int64] {
        let isAscending = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
        return isAscending ? times : Set(times).sorted()
    }

    /// Requires times whose differences are exact in a double.
    static func requireTimes(_ times: [Int64]) throws(ProphetError) {
        for time in times where time.magnitude > 1 << 53 {
            throw .time(time)
        }
    }

    /// Whether nothing varies, in which case the posterior has no optimum and none is looked for.
    ///
    /// Logistic growth is fitted all the same: its cap and floor need not be constant.
    var isConstant: Bool {
        options.growth != .logistic && rows.y.allSatisfy { $0 == rows.y[0] }
    }

    /// Prophet's starting point: the line or the S-curve from the first to the last row, or the mean level.
    var initialParameters: ProphetParameters {
        let delta = [Double](repeating: 0, count: changepoints.scaledTimes.count)
        let beta = [Double](repeating: 0, count: posterior.features.columns.count)
        let y = posterior.y
        let last = posterior.t.firstIndex(of: 1) ?? y.count - 1
        let k: Double
        let m: Double
        switch options.growth {
        case .flat:
            k = 0
            m = y.reduce(0, +) / Double(y.count)
        case .linear:
            k = y[last] - y[0]
            m = y[0]
        case .logistic:
            let (first, end) = (posterior.caps[0], posterior.caps[last])
            var ratio = first / min(max(y[0], 0.01 * first), 0.99 * first)
            let endRatio = end / min(max(y[last], 0.01 * end), 0.99 * end)
            if abs(ratio - endRatio) <= 0.01 {
                ratio *= 1.05
            }
            let level = Double.log(ratio - 1)
            let endLevel = Double.log(endRatio - 1)
            m = level / (level - endLevel)
            k = level - endLevel
        }
        return ProphetParameters(k: k, m: m, delta: delta, beta: beta, sigma: 1)
    }

    /// An earlier fit as far as it has the shape of this model, the rest being the initial parameters.
    func adapted(_ earlier: ProphetParameters?) -> ProphetParameters? {
        guard let earlier, earlier.k.isFinite, earlier.m.isFinite else { return nil }
        var start = initialParameters
        start.k = earlier.k
        start.m = earlier.m
        if earlier.delta.count == start.delta.count, earlier.delta.allSatisfy(\.isFinite) {
            start.delta = earlier.delta
        }
        if earlier.beta.count == start.beta.count, earlier.beta.allSatisfy(\.isFinite) {
            start.beta = earlier.beta
        }
        return start
    }

    /// The fit of a constant series: the initial parameters with almost no noise, as Prophet has it.
    func constantFit() -> FittedProphet {
        var parameters = initialParameters
        parameters.sigma = 1e-9
        let report = FitReport(
            logPosterior: posterior.logDensity(parameters), kktResidual: 0, rounds: 0, gramPasses: 0,
            factorisations: 0, activeChangepoints: 0, warnings: warnings + [.constantSeries])
        return fitted(parameters, report: report)
    }

    /// The fitted model at an optimum, or at the means of draws.
    func fitted(_ optimum: PosteriorOptimum, draws: PosteriorDraws? = nil) -> FittedProphet {
        var warnings = warnings
        if optimum.isAtSigmaFloor {
            warnings.append(.sigmaFloor(optimum.parameters.sigma))
        }
        if !optimum.isExact {
            warnings.append(.inexactOptimum(kktResidual: optimum.kktResidual))
        }
        if let diagnostics = draws?.diagnostics {
            warnings += diagnostics.warnings
        }
        let report = FitReport(
            logPosterior: optimum.logDensity,
            kktResidual: optimum.kktResidual,
            rounds: optimum.rounds,
            gramPasses: optimum.gramPasses,
            factorisations: optimum.factorisations,
            activeChangepoints: optimum.parameters.delta.count { $0 != 0 },
            warnings: warnings)
        return fitted(draws?.means ?? optimum.parameters, report: report, draws: draws)
    }

    /// The fitted model at given parameters.
    func fitted(
        _ parameters: ProphetParameters, report: FitReport, draws: PosteriorDraws? = nil
    ) -> FittedProphet {
        var parameters = parameters
        if changepoints.times.isEmpty {
            // Without changepoints Prophet keeps one at the start, whose change is part of the rate.
            parameters.k += parameters.delta[0]
            parameters.delta = [0]
        }
        return FittedProphet(
            options: options, parameters: parameters, draws: draws, report: report, scale: scale,
            changepoints: changepoints.times, changepointTimes: changepoints.scaledTimes,
            seasonalities: plan.seasonalities, regressors: plan.regressors.regressors,
            historyTimes: historyTimes, historyRows: rows.ds.count, history: rows)
    }
}
