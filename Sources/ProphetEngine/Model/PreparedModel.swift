/// A model set up for one history: scales, changepoints, columns and posterior, but no parameters.
struct PreparedModel: Sendable {
    let options: ProphetOptions
    let scale: SeriesScale
    /// The rows with a value, oldest first; rows of equal time keep their order.
    let rows: ProphetHistory
    let changepoints: ChangepointGrid
    let seasonalities: [Seasonality]
    let posterior: Posterior
    let warnings: [FitWarning]
    /// The times of all rows given, with or without value, ascending and each once.
    let historyTimes: [Int64]

    /// Sets a model up.
    ///
    /// - Throws: ``ProphetError`` when the history cannot be fitted.
    init(options: ProphetOptions, history: ProphetHistory) throws(ProphetError) {
        let rows = try Self.sortedRows(of: history)
        let scale = try SeriesScale(ds: rows.ds, y: rows.y, scaling: options.scaling)
        var warnings: [FitWarning] = []
        let plan = SeasonalityPlan(options: options, times: rows.ds)
        warnings += plan.warnings
        let changepoints = try ChangepointGrid(options: options, times: rows.ds, scale: scale)
        if let count = changepoints.reducedCount {
            warnings.append(.changepointsReduced(to: count))
        }
        self.options = options
        self.scale = scale
        self.rows = rows
        self.changepoints = changepoints
        self.seasonalities = plan.seasonalities
        self.warnings = warnings
        historyTimes = Set(history.ds).sorted()
        posterior = Posterior(
            trend: PiecewiseTrend(growth: options.growth, changepointTimes: changepoints.scaledTimes),
            t: rows.ds.map { scale.scaled($0) },
            y: rows.y.map { scale.scaled($0) },
            features: FeatureMatrix(seasonalities: plan.seasonalities, times: rows.ds),
            changepointPriorScale: options.changepointPriorScale)
    }

    /// The rows with a value in order of time.
    private static func sortedRows(of history: ProphetHistory) throws(ProphetError) -> ProphetHistory {
        for (row, value) in history.y.enumerated() where value.isInfinite {
            throw .infiniteValue(row: row, value)
        }
        try requireTimes(history.ds)
        // The index breaks ties, which makes the sort stable.
        let order = history.y.indices.filter { !history.y[$0].isNaN }
            .sorted { (history.ds[$0], $0) < (history.ds[$1], $1) }
        guard order.count >= 2 else { throw .tooFewRows(order.count) }
        return ProphetHistory(ds: order.map { history.ds[$0] }, y: order.map { history.y[$0] })
    }

    /// Requires times whose differences are exact in a double.
    static func requireTimes(_ times: [Int64]) throws(ProphetError) {
        for time in times where time.magnitude > 1 << 53 {
            throw .time(time)
        }
    }

    /// Whether nothing varies, in which case the posterior has no optimum and none is looked for.
    var isConstant: Bool {
        rows.y.allSatisfy { $0 == rows.y[0] }
    }

    /// Prophet's starting point: the line from the first to the last row, or the mean level.
    var initialParameters: ProphetParameters {
        let delta = [Double](repeating: 0, count: changepoints.scaledTimes.count)
        let beta = [Double](repeating: 0, count: posterior.features.columns.count)
        let y = posterior.y
        switch options.growth {
        case .flat:
            let mean = y.reduce(0, +) / Double(y.count)
            return ProphetParameters(k: 0, m: mean, delta: delta, beta: beta, sigma: 1)
        case .linear:
            let last = posterior.t.firstIndex(of: 1) ?? y.count - 1
            return ProphetParameters(k: y[last] - y[0], m: y[0], delta: delta, beta: beta, sigma: 1)
        }
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

    /// The fitted model at an optimum.
    func fitted(_ optimum: PosteriorOptimum) -> FittedProphet {
        let report = FitReport(
            logPosterior: optimum.logDensity,
            kktResidual: optimum.kktResidual,
            rounds: optimum.rounds,
            gramPasses: optimum.gramPasses,
            factorisations: optimum.factorisations,
            activeChangepoints: optimum.parameters.delta.count { $0 != 0 },
            warnings: warnings + (optimum.isAtSigmaFloor ? [.sigmaFloor(optimum.parameters.sigma)] : []))
        return fitted(optimum.parameters, report: report)
    }

    /// The fitted model at given parameters.
    func fitted(_ parameters: ProphetParameters, report: FitReport) -> FittedProphet {
        var parameters = parameters
        if changepoints.times.isEmpty {
            // Without changepoints Prophet keeps one at the start, whose change is part of the rate.
            parameters.k += parameters.delta[0]
            parameters.delta = [0]
        }
        return FittedProphet(
            options: options, parameters: parameters, report: report, scale: scale,
            changepoints: changepoints.times, changepointTimes: changepoints.scaledTimes,
            seasonalities: seasonalities, featureColumns: posterior.features.columns,
            historyTimes: historyTimes, historyRows: rows.ds.count)
    }
}
