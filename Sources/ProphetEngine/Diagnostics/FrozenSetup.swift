/// What Prophet's cross-validation takes over from the model of the whole history.
struct FrozenSetup: Sendable {
    let seasonalities: [Seasonality]
    let regressors: [FittedRegressor]
    let changepointCount: Int
    let scale: SeriesScale

    /// Takes over what a fitted model has.
    init(_ fitted: FittedProphet) {
        seasonalities = fitted.seasonalities
        regressors = fitted.regressors
        changepointCount = min(fitted.options.changepointCount, fitted.changepoints.count)
        scale = fitted.scale
    }

    /// Sets up what a model of the whole history would have, without fitting it.
    init(options: ProphetOptions, rows: ProphetHistory) throws(ProphetError) {
        scale = try SeriesScale(rows: rows, options: options)
        seasonalities = SeasonalityPlan(options: options, times: rows.ds).seasonalities
        let grid = try ChangepointGrid(options: options, times: rows.ds, scale: scale)
        changepointCount = min(options.changepointCount, grid.times.count)
        regressors = try RegressorPlan(options: options, frame: rows.frame, predictors: [:]).regressors
    }

    /// The options of the folds: automatic choices are settled, and the scaling is forgotten.
    func options(_ options: ProphetOptions) -> ProphetOptions {
        var result = options
        result.yearlySeasonality = .off
        result.weeklySeasonality = .off
        result.dailySeasonality = .off
        result.seasonalities = seasonalities.map {
            CustomSeasonality(
                name: $0.name, period: $0.period, order: $0.order, priorScale: $0.priorScale, mode: $0.mode,
                condition: $0.condition)
        }
        result.changepointCount = changepointCount
        result.scaling = .absmax
        return result
    }

    /// The history as Prophet keeps it: regressors standardised, and a floor in every row.
    func history(_ rows: ProphetHistory, growth: Growth) -> ProphetHistory {
        var frame = rows.frame
        for regressor in regressors {
            frame.regressors[regressor.name] = frame.regressors[regressor.name]?.map {
                ($0 - regressor.mean) / regressor.standardDeviation
            }
        }
        frame.floor = growth == .logistic ? scale.floors(of: rows.frame) : nil
        return ProphetHistory(frame, y: rows.y)
    }
}
