import ProphetEngine
import ProphetInterchange

/// Where rows and priors do not tell the parameters apart, two exact solutions may have different ones: columns
/// that are multiples of each other or all zero but for rounding, changes at one time, a prior so wide that
/// what is left of the gradient moves a coefficient far. Such parameters are not compared; that both points
/// are solutions, and equally good ones, and that they forecast the same, is.
extension CaseRun {
    /// The share of its size by which a parameter may differ.
    private static let parameterTolerance = 1e-7
    /// The largest subgradient of a recorded optimum.
    private static let recordedResidual = 1e-8
    /// How many parameters a note names.
    private static let namedParameters = 3

    /// The recorded optimum as it was optimised, with our fit and how far the two may lie apart.
    struct RecordedOptimum {
        let freedom: ParameterFreedom
        /// Why the point cannot stand for an optimum as good as ours; nil if it can.
        let objection: String?
    }

    /// Judges the recorded optimum by the plain formulas; nil where they or its parameters are missing.
    func recordedOptimum(_ ours: ProphetParameters?) throws(ParityError) -> RecordedOptimum? {
        let unfolded = json["map"]["params_unfolded"]
        guard let ours, !unfolded.isNull else { return nil }
        let theirs = try RecordedParameters.read(unfolded, for: problem)
        guard formulas.hasOffsets(ours), formulas.hasOffsets(theirs) else { return nil }
        let gradient = formulas.subgradients(theirs)
        let freedom = ParameterFreedom(
            from: theirs, gradient, to: ours, formulas.subgradients(ours),
            priorScales: problem.featureColumns.map(\.priorScale),
            isLinear: options.growth != .logistic
                && problem.featureColumns.allSatisfy { $0.component == nil || $0.mode == .additive })
        let excesses = gradient.map {
            abs($0.value) / (Self.recordedResidual + $0.error + $0.recordingError)
        }
        let excess = excesses.max() ?? 0
        guard excess <= 1 else {
            return RecordedOptimum(
                freedom: freedom,
                objection: "the recorded ones leave \(ParityFigures.short(excess)) times the gradient allowed"
            )
        }
        let (density, other) = (formulas.logDensity(ours), formulas.logDensity(theirs))
        let distance = abs(density.value - other.value)
        let slack = density.error + other.error + other.recordingError
        let isEqual = distance <= max(1e-7, 1e-10 * abs(other.value)) + slack
        return RecordedOptimum(
            freedom: freedom,
            objection: isEqual ? nil : "their log posteriors differ by \(ParityFigures.short(distance))")
    }

    /// Compares our parameters with the recorded ones, as far as the model determines them.
    mutating func compareParameters(
        _ fitted: FittedProphet, _ forecast: ProphetForecast, _ optimum: RecordedOptimum?
    ) throws(ParityError) {
        let recorded = json["map"]["params"]
        guard !recorded.isNull else { return checks.skip("map.params absent") }
        let theirs = try RecordedParameters.read(recorded, for: problem)
        try compareFolding(theirs)
        let ours = fitted.parameters
        checks.near("sigma_obs of our fit", ours.sigma, theirs.sigma, within: Self.margin(theirs.sigma))
        var strict = Checks()
        var different: [String] = []
        let pairs = [
            ("k", [ours.k], [theirs.k]), ("m", [ours.m], [theirs.m]),
            ("delta", changesByTime(ours.delta), changesByTime(theirs.delta)),
            ("beta", ours.beta, theirs.beta),
        ]
        for (name, ours, theirs) in pairs {
            strict.near("\(name) of our fit", ours, theirs) { Self.margin(theirs[$0]) }
            for index in theirs.indices {
                let distance = Checks.distance(ours[index], theirs[index])
                guard distance > Self.margin(theirs[index]) else { continue }
                let label = theirs.count > 1 || name == "beta" || name == "delta" ? "\(name)[\(index)]" : name
                different.append("\(label) differs by \(ParityFigures.short(distance))")
            }
        }
        guard !different.isEmpty else { return checks.take(strict) }
        guard let optimum, optimum.objection == nil else {
            checks.take(strict)
            if let objection = optimum?.objection { checks.note("parameters: \(objection)") }
            return
        }
        let failures = checks.failures.count
        try compareColumns(forecast, fitted.parameters, optimum.freedom)
        guard checks.failures.count == failures else { return checks.take(strict) }
        let rest = different.count - Self.namedParameters
        checks.note(
            "parameters not determined: " + different.prefix(Self.namedParameters).joined(separator: ", ")
                + (rest > 0 ? " and \(rest) more" : ""))
    }

    private static func margin(_ value: Double) -> Double { parameterTolerance * max(1, abs(value)) }

    /// The changes of the rate by time: those of equal times act as one.
    private func changesByTime(_ delta: [Double]) -> [Double] {
        var sums: [Double] = []
        var last: Double?
        for (change, time) in zip(delta, problem.changepointTimes) {
            if time == last {
                sums[sums.count - 1] += change
            } else {
                sums.append(change)
            }
            last = time
        }
        return sums
    }

    /// Requires the recorded parameters to be those that were optimised, but for the change that a model
    /// without changepoints adds to the rate.
    private mutating func compareFolding(_ folded: ProphetParameters) throws(ParityError) {
        let recorded = json["map"]["params_unfolded"]
        guard !recorded.isNull else { return }
        var unfolded = try RecordedParameters.read(recorded, for: problem)
        if problem.changepoints.isEmpty {
            unfolded.k += unfolded.delta.reduce(0, +)
            unfolded.delta = folded.delta.map { _ in 0 }
        }
        let isEqual =
            [unfolded.m, unfolded.sigma] + unfolded.beta + unfolded.delta
            == [folded.m, folded.sigma] + folded.beta + folded.delta
        let slack = 4 * Double.ulpOfOne * max(1, abs(folded.k))
        checks.require(
            isEqual && abs(unfolded.k - folded.k) <= slack, "map.params are not map.params_unfolded")
    }

    /// Requires every column of our forecast to be the recorded one, as far as it is determined.
    private mutating func compareColumns(
        _ forecast: ProphetForecast, _ parameters: ProphetParameters, _ freedom: ParameterFreedom
    ) throws(ParityError) {
        let prediction = json["map"]["prediction"]
        guard !prediction.isNull else {
            return checks.require(false, "parameters differ, and there is no map.prediction to compare")
        }
        let rounding = rounding(of: forecast, at: parameters)
        let reach = try columnReach(forecast, parameters, freedom)
        try SolutionComparison.forecast(
            forecast, prediction, name: "our fit", yScale: yScale, tolerance: Self.parameterTolerance,
            allowance: { rounding($0, $1) + reach($0, $1) }, &checks)
    }

    /// How far the columns of a forecast may differ for parameters that are free.
    ///
    /// Rows of the history determine yhat: each adds 1/σ² to the curvature along its features.
    func columnReach(
        _ forecast: ProphetForecast, _ parameters: ProphetParameters, _ freedom: ParameterFreedom
    ) throws(ParityError) -> SolutionComparison.Allowance {
        let features: [[Double]]
        do {
            features = try problem.featureColumns(of: frame)
        } catch {
            throw .malformed("\(error)")
        }
        let scales = problem.featureColumns.map(\.priorScale)
        var reach: [String: [Double]] = [:]
        for component in problem.components {
            let unit = component.mode == .multiplicative ? 1 : yScale
            reach[component.name] = frame.ds.indices.map { row in
                unit
                    * freedom.reach(
                        features: component.columns.map { features[$0][row] },
                        priorScales: component.columns.map { scales[$0] })
            }
        }
        let line = frame.ds.indices.map { row in
            guard options.growth == .logistic, let cap = frame.cap else {
                return yScale
                    * freedom.lineReach(at: options.growth == .flat ? 0 : problem.scaled(frame.ds[row]))
            }
            let time = problem.scaled(frame.ds[row])
            let room = abs(cap[row] - problem.floors(of: frame)[row])
            // The slope of the curve is at most a quarter; its argument is k·(t - m) and hinges.
            return room / 4 * freedom.lineReach(at: abs(time - parameters.m) + abs(parameters.k))
        }
        let known = Set(problem.rows.ds)
        return { column, row in
            switch column {
            case "trend": line[row]
            case "yhat" where known.contains(forecast.ds[row]):
                yScale * parameters.sigma * freedom.radius
            case "yhat":
                line[row] * (1 + abs(forecast.multiplicativeTerms[row]))
                    + (reach["additive_terms"]?[row] ?? 0)
                    + abs(forecast.trend[row]) * (reach["multiplicative_terms"]?[row] ?? 0)
            default: reach[column]?[row] ?? 0
            }
        }
    }
}
