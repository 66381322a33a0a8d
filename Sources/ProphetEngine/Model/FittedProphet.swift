/// A model fitted to a history, ready to forecast.
public struct FittedProphet: Hashable, Sendable {
    /// The options of the model.
    public let options: ProphetOptions
    /// The parameters of the optimum, or the means of the draws, in scaled units.
    public let parameters: ProphetParameters
    /// The draws of the posterior; nil unless the options ask for them.
    public let draws: PosteriorDraws?
    /// How the fit went.
    public let report: FitReport
    /// The units of the parameters.
    public let scale: SeriesScale
    /// The times at which the trend may change, ascending, in milliseconds since 1970-01-01 UTC.
    public let changepoints: [Int64]
    /// The changepoints in scaled time, shape S of `parameters.delta`: one entry 0 when there are none.
    public let changepointTimes: [Double]
    /// The extra regressors of the model, in the order of their columns.
    public var regressors: [FittedRegressor] { plan.regressors.regressors }
    /// The times of all rows given to the fit, with or without value, ascending and each once.
    public let historyTimes: [Int64]
    /// The number of rows with a value.
    public let historyRows: Int
    /// The rows with a value, oldest first; empty in a model read from a file that leaves them out.
    public let history: ProphetHistory

    let plan: FeaturePlan

    /// The seasonalities of the model, in the order of their columns.
    public var seasonalities: [Seasonality] { plan.seasonalities }
    /// The feature columns, shape K of `parameters.beta`.
    public var featureColumns: [FeatureColumn] { plan.columns }
    /// The names of the holidays in order of first appearance.
    public var holidayNames: [String] { plan.holidays.names }
    /// How the holidays act.
    public var holidaysMode: ComponentMode { plan.holidaysMode }
    /// The time of the first row with a value, in milliseconds since 1970-01-01 UTC.
    public var start: Int64 { scale.start }
    /// The time from the first to the last row with a value, in milliseconds.
    public var tScale: Int64 { scale.tScale }
    /// The difference that counts as 1 in scaled units.
    public var yScale: Double { scale.yScale }
    /// The value that counts as 0 in scaled units, unless each row has its own floor.
    public var yMin: Double { scale.yMin }

    /// Creates a fitted model, as a fit or a file of a saved model describes it.
    package init(
        options: ProphetOptions, parameters: ProphetParameters, draws: PosteriorDraws?, report: FitReport,
        scale: SeriesScale, changepoints: [Int64], changepointTimes: [Double], seasonalities: [Seasonality],
        regressors: [FittedRegressor], historyTimes: [Int64], historyRows: Int, history: ProphetHistory
    ) {
        self.options = options
        self.parameters = parameters
        self.draws = draws
        self.report = report
        self.scale = scale
        self.changepoints = changepoints
        self.changepointTimes = changepointTimes
        self.historyTimes = historyTimes
        self.historyRows = historyRows
        self.history = history
        plan = FeaturePlan(
            seasonalities: seasonalities,
            holidays: HolidayPlan(holidays: options.holidays, priorScale: options.holidaysPriorScale),
            holidaysMode: options.holidaysMode ?? options.seasonalityMode,
            regressors: RegressorPlan(regressors))
    }

    /// The trend of the model.
    var trend: PiecewiseTrend {
        PiecewiseTrend(growth: options.growth, changepointTimes: changepointTimes)
    }
}
