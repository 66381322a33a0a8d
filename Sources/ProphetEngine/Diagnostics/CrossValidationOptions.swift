/// How a cross-validation is done: where the cutoffs lie and what a fold may know.
///
/// Durations are in milliseconds.
public struct CrossValidationOptions: Hashable, Sendable {
    /// What a fold may know.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Only what was known at its cutoff, as a forecast made then would have.
        ///
        /// Everything is decided from the rows up to the cutoff: which seasonalities are on, the scales, the
        /// standardisation of regressors, the changepoints. Future values of a regressor are used only when
        /// it is declared as known in advance or has a model of its own. The cap, the floor and the conditions
        /// of seasonalities are plans and count as known.
        case leakFree
        /// What Prophet's own cross-validation uses, including what was not known yet.
        ///
        /// The automatic seasonalities are those of the whole history, regressors are first standardised over
        /// the whole history, their future values are the true ones, the values are always scaled by their
        /// largest absolute value.
        case prophet
    }

    /// How far each fold forecasts.
    public var horizon: Int64
    /// How far apart the cutoffs are; nil takes half the horizon.
    public var period: Int64?
    /// How much history the first fold must have; nil takes three horizons, or the longest seasonality.
    public var initial: Int64?
    /// Horizon, period and initial window in calendar months, in place of the three above; nil leaves them.
    public var months: MonthSpans?
    /// The cutoffs; nil places them by `period` and `initial`.
    public var cutoffs: [Int64]?
    /// What a fold may know.
    public var mode: Mode
    /// The regressors whose future values are known in advance, such as prices that are set.
    public var knownRegressors: Set<String>
    /// Columns of the forecasts to keep beside `yhat`, by their names in ``ProphetForecast/columns``.
    public var columns: [String]
    /// How the bounds are found.
    public var intervals: IntervalMethod
    /// The seed of simulated paths and draws; each fold has its own derived from it.
    public var seed: UInt64
    /// On how many threads folds are fitted; nil uses all cores.
    ///
    /// The result does not depend on it.
    public var threads: Int?

    /// Creates options in calendar months, such as a horizon of a quarter with a cutoff every month.
    public init(
        months: MonthSpans,
        mode: Mode = .leakFree,
        knownRegressors: Set<String> = [],
        seed: UInt64 = 0,
        threads: Int? = nil
    ) {
        self.init(
            horizon: 0, mode: mode, knownRegressors: knownRegressors, seed: seed, threads: threads)
        self.months = months
    }

    /// Creates options; whatever is not given is as Prophet has it, but for the mode.
    public init(
        horizon: Int64,
        period: Int64? = nil,
        initial: Int64? = nil,
        cutoffs: [Int64]? = nil,
        mode: Mode = .leakFree,
        knownRegressors: Set<String> = [],
        columns: [String] = [],
        intervals: IntervalMethod = .simulated,
        seed: UInt64 = 0,
        threads: Int? = nil
    ) {
        self.horizon = horizon
        self.period = period
        self.initial = initial
        self.cutoffs = cutoffs
        self.mode = mode
        self.knownRegressors = knownRegressors
        self.columns = columns
        self.intervals = intervals
        self.seed = seed
        self.threads = threads
    }
}
