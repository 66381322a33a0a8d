import ProphetEngine

/// The parts of a fitted model as some bytes describe them, not yet checked against each other.
///
/// The engine relies on its models being consistent; here is where that is made sure of, before anything
/// is built whose size the bytes decide.
struct ModelDraft {
    var options: ProphetOptions
    var parameters: ProphetParameters
    var draws: PosteriorDraws?
    var logPosterior = Double.nan
    var kktResidual = 0.0
    var rounds = 0
    var gramPasses = 0
    var factorisations = 0
    var warnings: [FitWarning] = []
    var scale: SeriesScale
    var changepoints: [Int64]
    var changepointTimes: [Double]
    var seasonalities: [Seasonality]
    var regressors: [FittedRegressor]
    var historyTimes: [Int64]
    var historyRows: Int
    var history: ProphetHistory

    /// The most rows of a history.
    static let mostRows = 5_000_000
    /// The most days of holidays, counting the days of their windows.
    private static let mostHolidayDays = 1_000_000

    /// The model.
    ///
    /// - Throws: ``InterchangeError`` when the options cannot be used or a part contradicts another.
    func fitted() throws(InterchangeError) -> FittedProphet {
        try requireOptions()
        try requireScale()
        try requireChangepoints()
        try requireSeasonalities()
        try requireRegressors()
        try requireParameters(columns: try columnCount())
        try requireHistory()
        let report = FitReport(
            logPosterior: logPosterior, kktResidual: kktResidual, rounds: rounds, gramPasses: gramPasses,
            factorisations: factorisations, activeChangepoints: parameters.delta.count { $0 != 0 },
            warnings: warnings)
        return FittedProphet(
            options: options, parameters: parameters, draws: draws, report: report, scale: scale,
            changepoints: changepoints, changepointTimes: changepointTimes, seasonalities: seasonalities,
            regressors: regressors, historyTimes: historyTimes, historyRows: historyRows, history: history)
    }

    private func requireOptions() throws(InterchangeError) {
        do {
            _ = try ProphetModel(options: options)
        } catch {
            throw .options(error)
        }
    }

    private func require(_ isTrue: Bool, _ reason: @autoclosure () -> String) throws(InterchangeError) {
        guard isTrue else { throw .inconsistentModel(reason()) }
    }

    private func requireTimes(_ times: [Int64], _ name: String, isStrict: Bool) throws(InterchangeError) {
        try require(times.allSatisfy { $0.magnitude <= 1 << 53 }, "\(name) are beyond all calendars")
        try require(
            zip(times, times.dropFirst()).allSatisfy { isStrict ? $0 < $1 : $0 <= $1 },
            "\(name) are not in ascending order")
    }

    private func requireScale() throws(InterchangeError) {
        try require(
            scale.start.magnitude <= 1 << 53 && scale.tScale >= 1 && scale.tScale <= 1 << 53,
            "the history begins at \(scale.start) ms and spans \(scale.tScale) ms")
        try require(
            scale.yScale > 0 && scale.yScale.isFinite && scale.yMin.isFinite,
            "the scale of the values is \(scale.yScale) from \(scale.yMin)")
        try require(!scale.hasFloor || options.growth == .logistic, "only logistic growth has a floor")
    }

    private func requireChangepoints() throws(InterchangeError) {
        try requireTimes(changepoints, "changepoints", isStrict: false)
        try require(
            changepointTimes.count == max(1, changepoints.count),
            "there are \(changepoints.count) changepoints, but \(changepointTimes.count) scaled ones")
        try require(
            changepointTimes.allSatisfy(\.isFinite)
                && zip(changepointTimes, changepointTimes.dropFirst()).allSatisfy { $0 <= $1 },
            "scaled changepoints are not in ascending order")
    }

    private func requirePriorScale(_ scale: Double, _ name: String) throws(InterchangeError) {
        try require(scale >= 1e-100 && scale <= 1e100, "the prior scale of \(name) is \(scale)")
    }

    private func requireName(_ name: String) throws(InterchangeError) {
        try require(
            !name.isEmpty && name.firstRange(of: "_delim_") == nil, "a component is named \"\(name)\"")
    }

    private func requireSeasonalities() throws(InterchangeError) {
        let names = seasonalities.map(\.name)
        try require(Set(names).count == names.count, "two seasonalities have one name")
        for seasonality in seasonalities {
            try requireName(seasonality.name)
            try requirePriorScale(seasonality.priorScale, seasonality.name)
            try require(
                seasonality.period > 0 && seasonality.period.isFinite
                    && (1...10_000).contains(seasonality.order),
                "the seasonality \(seasonality.name) has the period \(seasonality.period) and the order "
                    + "\(seasonality.order)")
        }
    }

    private func requireRegressors() throws(InterchangeError) {
        let names = regressors.map(\.name)
        try require(Set(names).count == names.count, "two regressors have one name")
        for regressor in regressors {
            try requireName(regressor.name)
            try requirePriorScale(regressor.priorScale, regressor.name)
            try require(
                regressor.mean.isFinite && regressor.standardDeviation.isFinite
                    && regressor.standardDeviation > 0,
                "the regressor \(regressor.name) has the mean \(regressor.mean) and the standard deviation "
                    + "\(regressor.standardDeviation)")
        }
        let parts = [
            Set(seasonalities.map(\.name)), Set(options.holidays.map(\.name)), Set(names),
        ]
        try require(
            Set(parts.joined()).count == parts.map(\.count).reduce(0, +), "two components have one name")
    }

    /// The number of feature columns, found without making them.
    private func columnCount() throws(InterchangeError) -> Int {
        struct Window {
            var lower = 0
            var upper = 0
        }
        var windows: [String: Window] = [:]
        var days = 0
        for holiday in options.holidays {
            var window = windows[holiday.name] ?? Window()
            window.lower = min(window.lower, holiday.lowerWindow)
            window.upper = max(window.upper, holiday.upperWindow)
            windows[holiday.name] = window
            days += holiday.upperWindow - holiday.lowerWindow + 1
        }
        guard days <= Self.mostHolidayDays else {
            throw .tooMany("days of holidays", count: days, limit: Self.mostHolidayDays)
        }
        let count =
            seasonalities.reduce(0) { $0 + 2 * $1.order }
            + windows.values.reduce(0) { $0 + $1.upper - $1.lower + 1 } + regressors.count
        return max(1, count)
    }

    private func requireParameters(columns: Int) throws(InterchangeError) {
        let changes = changepointTimes.count
        func requireShape(_ delta: [Double], _ beta: [Double], _ others: [Double]) throws(InterchangeError) {
            try require(
                delta.count == changes, "there are \(delta.count) rate changes for \(changes) changepoints")
            try require(
                beta.count == columns, "there are \(beta.count) coefficients for \(columns) feature columns")
            try require(
                (delta + beta + others).allSatisfy(\.isFinite), "a parameter is not a number")
        }
        try requireShape(parameters.delta, parameters.beta, [parameters.k, parameters.m, parameters.sigma])
        try require(parameters.sigma >= 0, "sigma is \(parameters.sigma)")
        guard let draws else { return }
        let counts = [draws.m.count, draws.sigma.count, draws.delta.count, draws.beta.count]
        try require(
            draws.count > 0 && counts.allSatisfy { $0 == draws.count }, "the draws differ in number")
        try require(
            draws.chains > 0 && draws.count % draws.chains == 0,
            "\(draws.count) draws do not come from \(draws.chains) chains")
        for index in 0..<draws.count {
            try requireShape(
                draws.delta[index], draws.beta[index], [draws.k[index], draws.m[index], draws.sigma[index]])
            try require(draws.sigma[index] >= 0, "sigma is \(draws.sigma[index])")
        }
    }

    private func requireHistory() throws(InterchangeError) {
        try requireTimes(historyTimes, "times of the history", isStrict: true)
        try requireTimes(history.ds, "rows of the history", isStrict: false)
        try require(
            history.ds.isEmpty ? historyRows >= 0 : historyRows == history.ds.count,
            "the history has \(history.ds.count) rows instead of \(historyRows)")
    }
}
