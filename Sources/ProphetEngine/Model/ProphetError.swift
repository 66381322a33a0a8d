/// Why a model could not be made, fitted, used or judged.
public enum ProphetError: Error, Hashable, Sendable {
    // Options.
    /// The share of rows that may hold changepoints is outside 0...1.
    case changepointRange(Double)
    /// The number of changepoints is negative.
    case changepointCount(Int)
    /// An explicit changepoint lies before the first or after the last row; times in milliseconds.
    case changepointOutside(Int64, first: Int64, last: Int64)
    /// The mass of the intervals is not strictly between 0 and 1.
    case intervalWidth(Double)
    /// The number of simulated paths is negative.
    case uncertaintySamples(Int)
    /// The number of draws of the posterior is negative or too small to warm up.
    case mcmcSamples(Int)
    /// The prior scale of the named part is not a usable positive number.
    case priorScale(of: String, Double)
    /// The name of a seasonality, holiday, regressor or condition is empty or taken by the forecast itself.
    case reservedName(String)
    /// A name is already that of another kind of component.
    case nameTaken(String, by: String)
    /// The period of a seasonality is not a positive number of days.
    case seasonalityPeriod(name: String, Double)
    /// The Fourier order of a seasonality is too small or too large.
    case fourierOrder(name: String, Int)
    /// The model would have more columns and changepoints than can be fitted in any useful time.
    case tooManyParameters(Int)
    /// The window of a holiday does not contain the holiday, or is too wide.
    case holidayWindow(name: String, lower: Int, upper: Int)
    /// Two days of one holiday have different prior scales.
    case holidayPriorScales(name: String, Double, Double)

    // Rows.
    /// A time is too far from 1970 to be a number of milliseconds that a double holds exactly.
    case time(Int64)
    /// A value is infinite; the row is counted in the order given, from 0.
    case infiniteValue(row: Int, Double)
    /// The difference between the smallest and the largest value cannot be held in a double.
    case valueRange(Double, Double)
    /// Fewer than two rows have a value.
    case tooFewRows(Int)
    /// All rows have the same time, so there is no scale of time.
    case equalTimes(Int64)
    /// Logistic growth has no cap.
    case capMissing
    /// The cap of a row is not above its floor; the row is counted in order of time, from 0.
    case capNotAboveFloor(row: Int, cap: Double, floor: Double)
    /// The model was fitted with a floor, the rows have none.
    case floorMissing
    /// A regressor of the model is not among the columns.
    case regressorMissing(String)
    /// A regressor has no number in some row, counted in order of time from 0.
    case regressorValue(name: String, row: Int, Double)
    /// The values of a regressor differ by more, or by less, than a double can standardise.
    case regressorRange(String)
    /// A condition of the model is not among the columns.
    case conditionMissing(String)
    /// There are no rows to predict.
    case noRowsToPredict
    /// The model was read without its history, which the call needs.
    case noHistory

    // Fit.
    /// The optimum was not reached: the largest scaled subgradient that remains, after this many rounds.
    case notConverged(kktResidual: Double, rounds: Int)

    // Dates and diagnostics.
    /// A frequency cannot be read, or could not be inferred from the history.
    case frequency(String)
    /// The number of periods is negative, or they end beyond the range of times.
    case periods(Int)
    /// A duration of a cross-validation is not positive; its name, and milliseconds.
    case duration(String, Int64)
    /// The history, whose span is given, is not longer than the horizon; milliseconds.
    case lessDataThanHorizon(horizon: Int64, span: Int64)
    /// The history leaves no cutoff after the initial window; milliseconds.
    case noCutoffs(initial: Int64, horizon: Int64, span: Int64)
    /// A cutoff is not after the first row.
    case cutoffTooEarly(Int64, first: Int64)
    /// A cutoff leaves less than the horizon after it.
    case cutoffTooLate(Int64, latest: Int64)
    /// Fewer than two rows lie before a cutoff.
    case tooFewRowsBeforeCutoff(Int64, rows: Int)
    /// A regressor's future values would be used that are not declared to be known in advance.
    case futureUnknown(String)
    /// A metric is asked for twice.
    case metricTwice(String)
    /// There is nothing to compute a metric from.
    case noRowsToScore
    /// A rolling window is not a number.
    case rollingWindow(Double)
    /// A search has no options to try.
    case nothingToTune
}
