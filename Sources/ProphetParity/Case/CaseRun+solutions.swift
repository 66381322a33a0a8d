import ProphetEngine
import ProphetInterchange

extension CaseRun {
    /// Compares the log posterior and the forecast at the recorded parameters.
    mutating func compareSolutions() {
        for name in ["default", "map"] {
            let solution = json[name]
            guard !solution.isNull else {
                checks.skip("\(name) absent")
                continue
            }
            if isSampled, solution["params"]["k"].elements != nil {
                checks.skip("\(name) n/a (draws)")
                continue
            }
            part(name) { try $0.compareDensity(solution, name) }
            part("\(name).prediction") { try $0.comparePrediction(solution, name) }
        }
    }

    private mutating func compareDensity(_ solution: JSONValue, _ name: String) throws(ParityError) {
        guard let recorded = try solution["lp"].optionalNumber("\(name).lp") else {
            return checks.skip("\(name).lp absent")
        }
        let unfolded = solution["params_unfolded"]
        guard !unfolded.isNull else { return checks.skip("\(name).params_unfolded absent") }
        let parameters = try RecordedParameters.read(unfolded, for: problem)
        let plain = formulas.logDensity(parameters)
        let tolerance = 1e-8 * max(1, abs(recorded)) + plain.error + plain.recordingError
        checks.near("lp(\(name))", problem.logDensity(parameters), recorded, within: tolerance)
        if formulas.hasOffsets(parameters) {
            checks.near("lp(\(name)) by the plain formula", plain.value, recorded, within: tolerance)
        }
    }

    private mutating func comparePrediction(_ solution: JSONValue, _ name: String) throws {
        guard !solution["prediction"].isNull else { return checks.skip("\(name).prediction absent") }
        let parameters = try RecordedParameters.read(solution.member("params"), for: problem)
        let forecast = try forecast(at: parameters)
        try SolutionComparison.forecast(
            forecast, solution["prediction"], name: name, yScale: yScale,
            allowance: rounding(of: forecast, at: parameters), &checks)
    }

    /// What rounding may change of the columns of a forecast: that of values far larger than the scale, and
    /// that of recorded features.
    func rounding(
        of forecast: ProphetForecast, at parameters: ProphetParameters
    ) -> SolutionComparison.Allowance {
        let rounding = SolutionComparison.rounding(forecast, floors: problem.floors(of: frame))
        let columnErrors = FeatureRounding(problem).tolerances(times: frame.ds)
        var features: [String: [Double]] = [:]
        var modes: [String: ComponentMode] = [:]
        for component in problem.components {
            modes[component.name] = component.mode
            let unit = component.mode == .multiplicative ? 1 : yScale
            features[component.name] = frame.ds.indices.map { row in
                unit * component.columns.reduce(0) { $0 + abs(parameters.beta[$1]) * columnErrors[$1][row] }
            }
        }
        return { column, row in
            switch column {
            case "trend": rounding[row]
            case "yhat":
                rounding[row] + (features["additive_terms"]?[row] ?? 0)
                    + abs(forecast.trend[row]) * (features["multiplicative_terms"]?[row] ?? 0)
            default: features[column]?[row] ?? 0
            }
        }
    }

    /// The forecast without intervals of the recorded rows at some parameters.
    func forecast(at parameters: ProphetParameters) throws(ProphetError) -> ProphetForecast {
        try problem.fitted(at: parameters).with(intervalWidth: 0.8, uncertaintySamples: 0).predict(frame)
    }
}
