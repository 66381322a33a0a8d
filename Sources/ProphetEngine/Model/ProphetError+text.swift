extension ProphetError: CustomStringConvertible {
    public var description: String { "\(problem) \(remedy)" }

    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .changepointRange(let value):
            "the changepoint range is \(value), which is no share between 0 and 1."
        case .changepointCount(let count):
            "the number of changepoints is \(count); it cannot be negative."
        case .changepointOutside(let time, let first, let last):
            "the changepoint at \(time) ms lies outside the history, which covers \(first) to \(last) ms."
        case .intervalWidth(let value):
            "the interval width is \(value), which is no probability strictly between 0 and 1."
        case .uncertaintySamples(let count):
            "the number of uncertainty samples is \(count); it must be between 0 and 10,000,000."
        case .mcmcSamples(let count):
            "\(count) posterior samples were asked for; half of them warm up, so it takes at least 4."
        case .priorScale(let owner, let value):
            "the prior scale of \(owner) is \(value); a scale is a number between 1e-100 and 1e100."
        case .reservedName(let name):
            "\"\(name)\" cannot name a component: it is empty or stands for another part of the forecast."
        case .nameTaken(let name, let kind):
            "the name \"\(name)\" is already that of a \(kind)."
        case .seasonalityPeriod(let name, let period):
            "the period of the seasonality \(name) is \(period) days; it must be a positive number."
        case .fourierOrder(let name, let order):
            "the Fourier order of the seasonality \(name) is \(order); it must be between 1 and 10,000 (0 switches a built-in one off)."
        case .tooManyParameters(let count):
            "the model would have \(count) columns and changepoints; \(PreparedModel.mostParameters) can be fitted."
        case .holidayWindow(let name, let lower, let upper):
            "the window of the holiday \(name) is \(lower) to \(upper) days; it must contain day 0 and be at most "
                + "\(HolidayPlan.widestWindow) days wide on each side."
        case .holidayPriorScales(let name, let first, let second):
            "the holiday \(name) has the prior scales \(first) and \(second) on different days."
        case .time, .infiniteValue, .valueRange, .tooFewRows, .equalTimes, .capMissing, .capNotAboveFloor,
            .floorMissing, .regressorMissing, .regressorValue, .regressorRange, .conditionMissing,
            .noRowsToPredict, .noHistory, .notConverged:
            rowProblem
        default: diagnosticProblem
        }
    }

    private var rowProblem: String {
        switch self {
        case .time(let time):
            "the time \(time) ms is more than 285,000 years from 1970."
        case .infiniteValue(let row, let value):
            "the value of row \(row) is \(value); nothing can be fitted to an infinite value."
        case .valueRange(let low, let high):
            "the values range from \(low) to \(high), a difference that no double holds."
        case .tooFewRows(let count):
            "the history has \(count) rows with a value; a model needs at least 2."
        case .equalTimes(let time):
            "all rows have the same time, \(time) ms, so no trend over time can be fitted."
        case .capMissing:
            "logistic growth needs a cap in every row, and the rows have none."
        case .capNotAboveFloor(let row, let cap, let floor):
            "the cap of row \(row) is \(cap), which is not above its floor \(floor)."
        case .floorMissing:
            "the model was fitted with a floor, and the rows have none."
        case .regressorMissing(let name):
            "the regressor \(name) is part of the model, but not of the rows."
        case .regressorValue(let name, let row, let value):
            "the regressor \(name) is \(value) in row \(row), which is no number to compute with."
        case .regressorRange(let name):
            "the values of the regressor \(name) lie too far apart, or too close together, to be standardised."
        case .conditionMissing(let name):
            "the condition \(name) is part of a seasonality, but not of the rows."
        case .noRowsToPredict:
            "there are no rows to predict."
        case .noHistory:
            "the model was read from a file without its history, which this needs."
        case .notConverged(let residual, let rounds):
            "the fit stopped after \(rounds) rounds with a gradient of \(residual) left."
        default: ""
        }
    }

    private var diagnosticProblem: String {
        switch self {
        case .frequency(let text):
            "the frequency \"\(text)\" is none that is known, or the history is too short to infer one."
        case .periods(let count):
            "\(count) periods were asked for; the number must not be negative nor leave the range of times."
        case .duration(let name, let value):
            "the \(name) is \(value) ms; it must be positive, and not so short that a million cutoffs follow."
        case .lessDataThanHorizon(let horizon, let span):
            "the history spans \(span) ms, which is less than the horizon of \(horizon) ms."
        case .noCutoffs(let initial, let horizon, let span):
            "the history spans \(span) ms, too little for an initial window of \(initial) ms and a horizon of "
                + "\(horizon) ms."
        case .cutoffTooEarly(let cutoff, let first):
            "the cutoff \(cutoff) ms is not after the first row, at \(first) ms."
        case .cutoffTooLate(let cutoff, let latest):
            "the cutoff \(cutoff) ms leaves less than the horizon; the latest possible one is \(latest) ms."
        case .tooFewRowsBeforeCutoff(let cutoff, let rows):
            "\(rows) rows lie before the cutoff \(cutoff) ms; a fit needs at least 2."
        case .futureUnknown(let name):
            "the fold would read values of the regressor \(name) from after its cutoff."
        case .metricTwice(let name):
            "the metric \(name) is asked for more than once."
        case .noRowsToScore:
            "there are no forecasts to score."
        case .rollingWindow(let value):
            "the rolling window is \(value), which is no share of the rows."
        case .nothingToTune:
            "the search has no options to try."
        default: ""
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .changepointRange: "Use a share such as 0.8."
        case .changepointCount: "Use 0 for a trend without changes."
        case .changepointOutside: "Remove the changepoint or move it into the history."
        case .intervalWidth: "Use a width such as 0.8."
        case .uncertaintySamples: "Use 0 to leave the intervals out, 1000 for ordinary ones."
        case .mcmcSamples: "Use 0 to fit the optimum, 300 or more to sample the posterior."
        case .priorScale: "Use a scale such as 0.05 for changepoints and 10 for seasonalities."
        case .reservedName: "Choose another name."
        case .nameTaken: "Give every seasonality, holiday, regressor and condition a name of its own."
        case .seasonalityPeriod: "Give the period in days, such as 30.5."
        case .fourierOrder: "Use an order such as 5, or switch the seasonality off."
        case .tooManyParameters:
            "Use fewer changepoints, smaller Fourier orders or narrower windows of holidays."
        case .holidayWindow: "Give the days before as 0 or less, the days after as 0 or more."
        case .holidayPriorScales: "Give all days of a holiday the same prior scale, or two names."
        case .time: "Check that times are in milliseconds since 1970-01-01."
        case .infiniteValue: "Remove the row, or mark the value as missing."
        case .valueRange: "Divide the values by a constant first."
        case .tooFewRows: "Provide more rows with a value."
        case .equalTimes: "Provide rows of at least two different times."
        case .capMissing: "Add a column cap to the history and to the rows to predict."
        case .capNotAboveFloor: "Raise the cap, or lower the floor, which is 0 where none is given."
        case .floorMissing: "Add a column floor to the rows to predict."
        case .regressorMissing, .conditionMissing:
            "Add a column of that name to the history and to the rows to predict."
        case .regressorValue: "Fill the value in, or leave the row out."
        case .regressorRange: "Divide the column by a constant, or do not standardise it."
        case .noRowsToPredict: "Give at least one time."
        case .noHistory: "Save the model with its history, or give the rows."
        case .notConverged: "Check the values for outliers, or use larger prior scales less far apart."
        case .frequency: "Use one such as D, H, W, MS, M, Q, Y, 15min or 6h."
        case .periods: "Use a number such as 365."
        case .duration: "Use a duration such as 30 days."
        case .lessDataThanHorizon: "Shorten the horizon, or provide a longer history."
        case .noCutoffs: "Shorten the initial window or the horizon."
        case .cutoffTooEarly: "Remove the cutoff, or move it into the history."
        case .cutoffTooLate: "Remove the cutoff, move it back, or shorten the horizon."
        case .tooFewRowsBeforeCutoff: "Increase the initial window."
        case .futureUnknown:
            "Declare it known in advance if it is, give it a predictor, or use the Prophet-compatible mode."
        case .metricTwice: "List each metric once."
        case .noRowsToScore: "Run a cross-validation first."
        case .rollingWindow: "Use a share such as 0.1, or 1 for one value over all rows."
        case .nothingToTune: "Give at least one set of options."
        }
    }
}
