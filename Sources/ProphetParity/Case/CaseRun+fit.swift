import ProphetEngine
import ProphetInterchange

extension CaseRun {
    /// The share of the scale of y by which our forecast may differ from that of the recorded optimum.
    private static let fitTolerance = 1e-7
    /// How many paths at most show that a forecast has intervals.
    private static let mostSamples = 100
    /// The largest subgradient of an exact fit.
    private static let exactResidual = 1e-8

    /// Fits the model and compares with the recorded optimum, not with Prophet's own fit, which is not exact.
    mutating func compareFit() {
        part("fit") { run in
            var options = run.options
            options.uncertaintySamples = min(options.uncertaintySamples, Self.mostSamples)
            let fitted = try ProphetModel(options: options).fit(run.history)
            let forecast = try fitted.predict(run.frame)
            run.checks.equal(
                "presence of intervals", forecast.hasIntervals, run.options.uncertaintySamples > 0)
            run.compareFormulas(forecast)
            run.figures.ours = fitted.report.logPosterior
            run.figures.map = try run.json["map"]["lp"].optionalNumber("map.lp")
            run.figures.prophet = try run.json["default"]["lp"].optionalNumber("default.lp")
            switch run.tolerance {
            case .tight: try run.compareOptimum(fitted, forecast)
            case .loose: try run.compareRoughOptimum(fitted, forecast)
            case .unbounded: try run.compareUnbounded(fitted, forecast)
            case .exact: try run.compareExactFormula(fitted, forecast)
            }
        }
    }

    /// Checks that the columns of our own forecast add up, and that its trend is Prophet's at our parameters.
    private mutating func compareFormulas(_ forecast: ProphetForecast) {
        let sum = forecast.trend.indices.map {
            forecast.trend[$0] * (1 + forecast.multiplicativeTerms[$0]) + forecast.additiveTerms[$0]
        }
        let rounding = SolutionComparison.rounding(forecast, floors: problem.floors(of: frame))
        checks.near("yhat by its formula", forecast.yhat, sum) { row in
            1e-12 * yScale + rounding[row]
        }
    }

    /// The parameters that were optimised: without changepoints, the part of the rate that is the change at
    /// the dummy is told apart again.
    private func unfolded(_ fitted: FittedProphet) -> ProphetParameters? {
        var parameters = fitted.parameters
        guard fitted.changepoints.isEmpty, options.growth != .flat else { return parameters }
        let limit = 25 / options.changepointPriorScale
        guard abs(parameters.k) > limit else { return parameters }
        guard options.growth == .linear else { return nil }
        let rate = parameters.k > 0 ? limit : -limit
        parameters.delta = [parameters.k - rate]
        parameters.k = rate
        return parameters
    }

    /// Recomputes density and subgradient of our fit from their definitions.
    private mutating func compareReport(_ fitted: FittedProphet, isJudged: Bool) {
        guard let parameters = unfolded(fitted), formulas.hasOffsets(parameters) else {
            figures.kktResidual = fitted.report.kktResidual
            return checks.skip("plain formulas at our fit (a rate near 0 has no offset)")
        }
        let density = formulas.logDensity(parameters)
        let residual = formulas.kktResidual(parameters)
        figures.kktResidual = residual.value
        guard isJudged else { return }
        checks.near(
            "lp of our fit by the plain formula", fitted.report.logPosterior, density.value,
            within: 1e-8 * max(1, abs(density.value)) + density.error)
        let allowed = Self.exactResidual + residual.error
        checks.require(residual.value <= allowed, "KKT residual \(residual.value), may be \(allowed)")
        checks.require(
            fitted.report.kktResidual <= allowed,
            "reported KKT residual \(fitted.report.kktResidual), may be \(allowed)")
    }

    private mutating func compareDefaultDensity(_ fitted: FittedProphet) {
        guard let prophet = figures.prophet else { return checks.skip("default.lp absent") }
        checks.require(
            fitted.report.logPosterior >= prophet - 1e-12 * max(1, abs(prophet)),
            "lp \(fitted.report.logPosterior) is below Prophet's own \(prophet)")
    }

    /// Notes how far our yhat is from the recorded one, in the history and after it.
    private mutating func measure(_ forecast: ProphetForecast, _ expected: [Double]) {
        guard expected.count == forecast.yhat.count else {
            return checks.require(false, "map.yhat has \(expected.count) rows, ours \(forecast.yhat.count)")
        }
        let end = problem.scale.start + problem.scale.tScale
        for row in expected.indices {
            let distance = Checks.distance(forecast.yhat[row], expected[row]) / yScale
            if forecast.ds[row] <= end {
                figures.inSample = max(figures.inSample ?? 0, distance)
            } else {
                figures.outOfSample = max(figures.outOfSample ?? 0, distance)
            }
        }
    }

    private var recordedForecast: [Double]? {
        get throws(ParityError) {
            let yhat = json["map"]["prediction"]["yhat"]
            return yhat.isNull ? nil : try yhat.numbers("map.prediction.yhat")
        }
    }

    private mutating func compareOptimum(
        _ fitted: FittedProphet, _ forecast: ProphetForecast
    ) throws(ParityError) {
        compareReport(fitted, isJudged: true)
        compareDefaultDensity(fitted)
        if let expected = try recordedForecast {
            measure(forecast, expected)
        }
        guard let map = figures.map else { return checks.skip("comparison with map (map.lp absent)") }
        let margin = 1e-8 * max(1, abs(map))
        guard fitted.report.logPosterior <= map + margin else {
            isBetter = true
            return checks.skip("params and yhat of map (ours is better)")
        }
        checks.near("lp of our fit", fitted.report.logPosterior, map, within: margin)
        let optimum = try recordedOptimum(unfolded(fitted))
        if let expected = try recordedForecast {
            try compareYhat(forecast, expected, fitted.parameters, optimum)
        } else {
            checks.skip("map.prediction absent")
        }
        try compareParameters(fitted, forecast, optimum)
    }

    /// Compares our yhat with the recorded one; after the history as far as it is determined.
    private mutating func compareYhat(
        _ forecast: ProphetForecast, _ expected: [Double], _ parameters: ProphetParameters,
        _ optimum: RecordedOptimum?
    ) throws(ParityError) {
        let rounding = rounding(of: forecast, at: parameters)
        func isNear(_ row: Int) -> Bool {
            Checks.distance(forecast.yhat[row], expected[row])
                <= Self.fitTolerance * yScale + rounding("yhat", row)
        }
        let isStrict = forecast.yhat.count != expected.count || expected.indices.allSatisfy(isNear)
        guard !isStrict, let optimum, optimum.objection == nil else {
            return checks.near("yhat of our fit", forecast.yhat, expected) { row in
                Self.fitTolerance * yScale + rounding("yhat", row)
            }
        }
        let reach = try columnReach(forecast, parameters, optimum.freedom)
        checks.near("yhat of our fit", forecast.yhat, expected) { row in
            Self.fitTolerance * yScale + rounding("yhat", row) + reach("yhat", row)
        }
        let rows = expected.indices.filter { !isNear($0) }
        checks.note("yhat not determined in \(rows.count) rows outside the history")
    }

    private static func pairs(
        _ ours: ProphetParameters, _ theirs: ProphetParameters
    ) -> [(String, [Double], [Double])] {
        [
            ("k", [ours.k], [theirs.k]), ("m", [ours.m], [theirs.m]), ("delta", ours.delta, theirs.delta),
            ("beta", ours.beta, theirs.beta), ("sigma_obs", [ours.sigma], [theirs.sigma]),
        ]
    }

    private mutating func compareRoughOptimum(
        _ fitted: FittedProphet, _ forecast: ProphetForecast
    ) throws(ParityError) {
        compareReport(fitted, isJudged: false)
        compareDefaultDensity(fitted)
        guard let map = figures.map else { return checks.skip("comparison with map (map.lp absent)") }
        let ours = fitted.report.logPosterior
        checks.require(ours >= map - 1e-2, "lp \(ours) is more than 0.01 below \(map)")
        isBetter = ours > map + max(1e-2, 1e-8 * abs(map))
        guard let expected = try recordedForecast else { return checks.skip("map.prediction absent") }
        measure(forecast, expected)
        guard !isBetter else { return checks.skip("yhat of map (ours is better)") }
        let tolerance = max(2e-3 * deviation(of: problem.rows.y), 1e-4 * yScale)
        checks.near("yhat of our fit", forecast.yhat, expected, within: tolerance)
    }

    private func deviation(of values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(max(1, values.count - 1))).squareRoot()
    }

    /// Compares a fit that goes through all points: the history exactly, the future only for sense.
    private mutating func compareUnbounded(_ fitted: FittedProphet, _ forecast: ProphetForecast) throws {
        checks.skip("lp and params (the posterior has no maximum)")
        let inSample = try fitted.with(intervalWidth: 0.8, uncertaintySamples: 0).predict(problem.rows.frame)
        let rounding = SolutionComparison.rounding(inSample, floors: problem.floors)
        checks.near("yhat in the history", inSample.yhat, problem.rows.y) { 1e-5 * yScale + rounding[$0] }
        figures.inSample =
            zip(inSample.yhat, problem.rows.y).map { Checks.distance($0, $1) / yScale }.max()
        let size = problem.rows.y.reduce(yScale) { max($0, abs($1)) }
        let reach = 10 * size * (1 + (forecast.ds.last.map(problem.scaled) ?? 1))
        checks.require(
            forecast.yhat.allSatisfy { abs($0) <= reach }, "the future leaves the range of \(reach)")
    }

    private mutating func compareExactFormula(
        _ fitted: FittedProphet, _ forecast: ProphetForecast
    ) throws(ParityError) {
        checks.skip("lp (a constant series is not fitted)")
        let prophet = json["default"]
        let expected = try RecordedParameters.read(prophet.member("params"), for: problem)
        for (name, ours, theirs) in Self.pairs(fitted.parameters, expected) {
            checks.near("\(name) of our fit", ours, theirs) { 1e-12 * max(1e-3, abs(theirs[$0])) }
        }
        let yhat = try prophet.member("prediction").member("yhat").numbers("default.prediction.yhat")
        measure(forecast, yhat)
        let rounding = SolutionComparison.rounding(forecast, floors: problem.floors(of: frame))
        checks.near("yhat of our fit", forecast.yhat, yhat) { 1e-9 * yScale + rounding[$0] }
    }
}
