import ProphetEngine

extension ErrorConditions {
    private static let noise = (0..<30).map { Double($0 % 5) }
    private static let withRegressor: @Sendable (inout ProphetOptions) -> Void = { options in
        options.regressors = [Regressor("r")]
    }
    private static let logistic: @Sendable (inout ProphetOptions) -> Void = { $0.growth = .logistic }

    /// Conditions of the rows that are fitted or predicted.
    static let rowConditions: [String: ErrorCondition] = [
        "one row": .fit(ErrorCondition.history(days: 1)),
        "one non-NaN row": .fit(
            ProphetHistory(ds: ErrorCondition.times(days: 3), y: [.nan, 1, .nan])),
        "zero rows": .fit(ProphetHistory(ds: [], y: [])),
        "inf y": .fit(
            ProphetHistory(
                ds: ErrorCondition.times(days: 30), y: ErrorCondition.history.y.dropLast() + [.infinity])),
        "logistic without cap": .fit(ErrorCondition.history, logistic),
        "cap <= floor": .fit(ErrorCondition.history(cap: 5, floor: 5), logistic),
        "logistic floor then predict without floor": .predict(
            ErrorCondition.frame(cap: 40), after: ErrorCondition.history(cap: 40, floor: 1), logistic),
        "logistic predict without cap": .predict(
            ErrorCondition.frame(), after: ErrorCondition.history(cap: 40), logistic),
        "regressor missing": .fit(ErrorCondition.history, withRegressor),
        "regressor NaN": .fit(
            ErrorCondition.history(regressors: ["r": noise.dropLast() + [.nan]]), withRegressor),
        "regressor missing at predict": .predict(
            ErrorCondition.frame(), after: ErrorCondition.history(regressors: ["r": noise]), withRegressor),
        "condition missing": .fit(ErrorCondition.history) { options in
            options.seasonalities = [seasonality("s", condition: "c")]
        },
        "predict zero rows": .predict(ProphetFrame(ds: []), after: ErrorCondition.history) { _ in },
        "changepoints outside": .fit { $0.changepoints = [1_500_000_000_000] },
        "all ds equal": .fit(
            ProphetHistory(
                ds: [Int64](repeating: 1_577_836_800_000, count: 30), y: ErrorCondition.history.y)),
        "small n changepoints message": .fit(
            ErrorCondition.history(days: 10), { _ in },
            requires: { $0.report.warnings.contains(.changepointsReduced(to: 7)) },
            "no warning tells that 7 changepoints are used"),
        "yearly forced on short history": .fit(
            ErrorCondition.history, { $0.yearlySeasonality = .on },
            requires: { fitted in
                fitted.report.warnings.contains { if case .yearlyShortHistory = $0 { true } else { false } }
            }, "no warning tells that the history is short"),
        "custom weekly, auto weekly": .fit(
            ErrorCondition.history,
            { options in
                options.seasonalities = [CustomSeasonality(name: "weekly", period: 7, order: 2)]
            }, requires: { $0.seasonalities.map(\.order) == [2] }, "the custom seasonality was replaced"),
        "uncertainty_samples 0": .fit(
            ErrorCondition.history, { $0.uncertaintySamples = 0 },
            requires: { try !$0.predict().hasIntervals },
            "the forecast has intervals"),
    ]
}
