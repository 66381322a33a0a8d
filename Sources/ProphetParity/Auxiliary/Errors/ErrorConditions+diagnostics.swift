import ProphetEngine

extension ErrorConditions {
    private static let day: Int64 = 86_400_000
    private static let times = ErrorCondition.times(days: 30)

    private static func forecasts(y: [Double]) -> CrossValidation {
        CrossValidation(
            ds: Array(times.prefix(y.count)), cutoff: y.map { _ in times[0] - day }, y: y,
            yhat: y.map { $0 + 1 })
    }

    /// Conditions of cross-validation and metrics.
    static let diagnosticConditions: [String: ErrorCondition] = [
        "cv unfitted": .impossible("a model is cross-validated with a history"),
        "cv less data than horizon": ErrorCondition.validate(CrossValidationOptions(horizon: 100 * day)),
        "cv less data after initial": ErrorCondition.validate(
            CrossValidationOptions(horizon: 10 * day, initial: 25 * day)),
        "cv seasonality warning": ErrorCondition.attempt {
            let result = try ProphetModel().crossValidation(
                ErrorCondition.history,
                CrossValidationOptions(horizon: 3 * day, period: 10 * day, initial: 5 * day, mode: .prophet))
            guard
                result.notes.contains(where: { note in
                    if case .seasonalityLongerThanInitial = note { true } else { false }
                })
            else {
                throw ErrorCondition.UnexpectedResult(
                    description: "no note tells that the initial window is short")
            }
        },
        "cv cutoffs too early": ErrorCondition.validate(
            CrossValidationOptions(horizon: 3 * day, cutoffs: [times[0]])),
        "cv cutoffs too late": ErrorCondition.validate(
            CrossValidationOptions(horizon: 3 * day, cutoffs: [times[28]])),
        "cv one row before cutoff": ErrorCondition.validate(
            CrossValidationOptions(horizon: 3 * day, cutoffs: [times[0] + day / 2])),
        "cv bad parallel": .impossible("threads is a number"),
        "metrics unknown": .impossible("Metric"),
        "metrics duplicates": ErrorCondition.attempt {
            _ = try forecasts(y: [1, 2, 3]).performanceMetrics([.mse, .mse])
        },
        "metrics mape near zero": ErrorCondition.attempt {
            let metrics = try forecasts(y: [1, 0, 3]).performanceMetrics()
            guard metrics.values(.mape) == nil, metrics.values(.mdape) != nil else {
                throw ErrorCondition.UnexpectedResult(
                    description: "mape was computed beside a value of 0")
            }
        },
    ]
}
