/// How a forecast is modelled: the options of Prophet, with Prophet's defaults.
///
/// Times are milliseconds since 1970-01-01 00:00 UTC, periods are days. The options are checked when a
/// ``ProphetModel`` is made of them.
public struct ProphetOptions: Hashable, Sendable {
    /// The shape of the trend.
    public var growth: Growth
    /// Times at which the trend's rate may change; nil places them automatically, empty allows none.
    public var changepoints: [Int64]?
    /// How many changepoints are placed automatically; fewer when the history is short.
    public var changepointCount: Int
    /// The share of the history's rows, from the first, that may hold automatic changepoints, in 0...1.
    public var changepointRange: Double
    /// The scale of the Laplace prior of the rate changes: the larger, the more the trend bends.
    public var changepointPriorScale: Double
    /// The yearly seasonality: period 365.25 days, order 10.
    public var yearlySeasonality: SeasonalitySetting
    /// The weekly seasonality: period 7 days, order 3.
    public var weeklySeasonality: SeasonalitySetting
    /// The daily seasonality: period 1 day, order 4.
    public var dailySeasonality: SeasonalitySetting
    /// Seasonalities beside the built-in ones; one that repeats a name replaces the earlier one.
    public var seasonalities: [CustomSeasonality]
    /// How seasonalities act unless they say otherwise.
    public var seasonalityMode: ComponentMode
    /// The standard deviation of the normal prior of seasonal coefficients unless a seasonality has its own.
    public var seasonalityPriorScale: Double
    /// The holidays, in any order.
    public var holidays: [Holiday]
    /// How holidays act; nil takes the mode of seasonalities.
    public var holidaysMode: ComponentMode?
    /// The standard deviation of the prior of holidays and regressors that have none of their own.
    public var holidaysPriorScale: Double
    /// The extra regressors, in the order of their columns; one that repeats a name replaces the earlier one.
    public var regressors: [Regressor]
    /// How many steps each of four chains of draws of the posterior takes, half of them to warm up; 0 fits the
    /// optimum.
    public var mcmcSamples: Int
    /// How the posterior is explored when `mcmcSamples` is not 0.
    public var sampler: PosteriorSampler
    /// The probability mass of the uncertainty intervals, strictly between 0 and 1.
    public var intervalWidth: Double
    /// How many future paths are simulated for the intervals; 0 leaves the intervals out.
    public var uncertaintySamples: Int
    /// How the values are brought to a common scale before the fit.
    public var scaling: Scaling

    /// Creates options; whatever is not given is as Prophet has it.
    public init(
        growth: Growth = .linear,
        changepoints: [Int64]? = nil,
        changepointCount: Int = 25,
        changepointRange: Double = 0.8,
        changepointPriorScale: Double = 0.05,
        yearlySeasonality: SeasonalitySetting = .auto,
        weeklySeasonality: SeasonalitySetting = .auto,
        dailySeasonality: SeasonalitySetting = .auto,
        seasonalities: [CustomSeasonality] = [],
        seasonalityMode: ComponentMode = .additive,
        seasonalityPriorScale: Double = 10,
        holidays: [Holiday] = [],
        holidaysMode: ComponentMode? = nil,
        holidaysPriorScale: Double = 10,
        regressors: [Regressor] = [],
        mcmcSamples: Int = 0,
        sampler: PosteriorSampler = .nuts,
        intervalWidth: Double = 0.8,
        uncertaintySamples: Int = 1000,
        scaling: Scaling = .absmax
    ) {
        self.growth = growth
        self.changepoints = changepoints
        self.changepointCount = changepointCount
        self.changepointRange = changepointRange
        self.changepointPriorScale = changepointPriorScale
        self.yearlySeasonality = yearlySeasonality
        self.weeklySeasonality = weeklySeasonality
        self.dailySeasonality = dailySeasonality
        self.seasonalities = seasonalities
        self.seasonalityMode = seasonalityMode
        self.seasonalityPriorScale = seasonalityPriorScale
        self.holidays = holidays
        self.holidaysMode = holidaysMode
        self.holidaysPriorScale = holidaysPriorScale
        self.regressors = regressors
        self.mcmcSamples = mcmcSamples
        self.sampler = sampler
        self.intervalWidth = intervalWidth
        self.uncertaintySamples = uncertaintySamples
        self.scaling = scaling
    }
}
