import ProphetEngine
import ProphetInterchange

/// A fitted model in figures.
struct FitDocument: Encodable {
    struct Seasonality: Encodable {
        let name: String
        let periodDays: Double
        let order: Int
        let mode: String
        let priorScale: Double
        let condition: String?
    }

    struct Regressor: Encodable {
        let name: String
        let mode: String
        let center: Double
        let coefficient: Double?
        let coefficientLower: Double?
        let coefficientUpper: Double?
    }

    let rows: Int
    let times: Int
    let first: String
    let last: String
    let growth: String
    let changepoints: Int
    let changepointsActive: Int
    let seasonalities: [Seasonality]
    let holidays: [String]
    let regressors: [Regressor]
    let sigma: Double?
    let logPosterior: Double?
    let kktResidual: Double?
    let rounds: Int
    let draws: Int
    let largestRHat: Double?
    let smallestEffectiveSize: Double?
    let divergences: Int?
    let warnings: [String]
    var model: String?

    init(_ fitted: FittedProphet) {
        rows = fitted.historyRows
        times = fitted.historyTimes.count
        first = TimeList.text(fitted.start)
        last = TimeList.text(fitted.start + fitted.tScale)
        growth = fitted.options.growth.rawValue
        changepoints = fitted.changepoints.count
        changepointsActive = fitted.report.activeChangepoints
        seasonalities = fitted.seasonalities.map { seasonality in
            Seasonality(
                name: seasonality.name, periodDays: seasonality.period, order: seasonality.order,
                mode: seasonality.mode.rawValue, priorScale: seasonality.priorScale,
                condition: seasonality.condition)
        }
        holidays = fitted.holidayNames
        regressors = fitted.regressorCoefficients().map { regressor in
            Regressor(
                name: regressor.name, mode: regressor.mode.rawValue, center: regressor.center,
                coefficient: Figure.finite(regressor.coefficient),
                coefficientLower: Figure.finite(regressor.lower),
                coefficientUpper: Figure.finite(regressor.upper))
        }
        sigma = Figure.finite(fitted.parameters.sigma * fitted.yScale)
        logPosterior = Figure.finite(fitted.report.logPosterior)
        kktResidual = Figure.finite(fitted.report.kktResidual)
        rounds = fitted.report.rounds
        draws = fitted.draws?.count ?? 0
        let diagnostics = fitted.draws?.diagnostics
        largestRHat = Figure.finite(diagnostics?.largestRHat)
        smallestEffectiveSize = Figure.finite(diagnostics?.smallestEffectiveSize)
        divergences = diagnostics?.divergences
        warnings = fitted.report.warnings.map(ProphetWords.text)
    }

    /// The figures as tables.
    func lines(hasColor: Bool) -> [String] {
        var table = TextTable(["fit", "value"])
        table.add(["rows", "\(NumberText.count(rows)) with a value, \(NumberText.count(times)) times"])
        table.add(["range", "\(first) to \(last)"])
        table.add(["growth", growth])
        table.add(["changepoints", "\(changepointsActive) of \(changepoints) active"])
        table.add([
            "seasonalities",
            seasonalities.isEmpty ? "none" : seasonalities.map(\.name).joined(separator: ", "),
        ])
        if !holidays.isEmpty {
            table.add(["holidays", holidays.map { QuotedText.escaped($0) }.joined(separator: ", ")])
        }
        table.add(["sigma", Figure.text(sigma)])
        if draws > 0 { table.add(["posterior draws", NumberText.count(draws)]) }
        if let largestRHat { table.add(["largest R-hat", Figure.rHat(largestRHat)]) }
        if let smallestEffectiveSize {
            table.add(["smallest effective size", Figure.text(smallestEffectiveSize)])
        }
        if let divergences { table.add(["divergences", NumberText.count(divergences)]) }
        table.add(["log posterior", Figure.text(logPosterior)])
        table.add(["KKT residual", Figure.text(kktResidual)])
        if let model { table.add(["model", model]) }
        var lines = table.lines(hasColor: hasColor)
        if !seasonalities.isEmpty {
            var table = TextTable([
                "seasonality", ">period (days)", ">order", "mode", ">prior scale", "condition",
            ])
            for item in seasonalities {
                table.add([
                    item.name, Figure.plain(item.periodDays), "\(item.order)", item.mode,
                    Figure.plain(item.priorScale), item.condition ?? "",
                ])
            }
            lines += [""] + table.lines(hasColor: hasColor)
        }
        if !regressors.isEmpty {
            var table = TextTable(["regressor", "mode", ">center", ">coefficient", ">lower", ">upper"])
            for item in regressors {
                table.add([
                    item.name, item.mode, Figure.text(item.center), Figure.text(item.coefficient),
                    Figure.text(item.coefficientLower), Figure.text(item.coefficientUpper),
                ])
            }
            lines += [""] + table.lines(hasColor: hasColor)
        }
        return lines
    }
}
