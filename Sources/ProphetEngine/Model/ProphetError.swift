/// Why a model could not be made, fitted or used.
public enum ProphetError: Error, Hashable, Sendable {
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
    /// The prior scale of the named part is not a usable positive number.
    case priorScale(of: String, Double)
    /// The name of a seasonality is empty or taken by the forecast itself.
    case seasonalityName(String)
    /// The period of a seasonality is not a positive number of days.
    case seasonalityPeriod(name: String, Double)
    /// The Fourier order of a seasonality is too small.
    case fourierOrder(name: String, Int)
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
    /// There are no rows to predict.
    case noRowsToPredict
    /// The optimum was not reached: the largest scaled subgradient that remains, after this many rounds.
    case notConverged(kktResidual: Double, rounds: Int)
}

extension ProphetError: CustomStringConvertible {
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
            "the number of uncertainty samples is \(count); it cannot be negative."
        case .priorScale(let owner, let value):
            "the prior scale of \(owner) is \(value); a scale is a number between 1e-100 and 1e100."
        case .seasonalityName(let name):
            "\"\(name)\" cannot name a seasonality: it is empty or stands for another part of the forecast."
        case .seasonalityPeriod(let name, let period):
            "the period of the seasonality \(name) is \(period) days; it must be a positive number."
        case .fourierOrder(let name, let order):
            "the Fourier order of the seasonality \(name) is \(order), which is too small."
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
        case .noRowsToPredict:
            "there are no rows to predict."
        case .notConverged(let residual, let rounds):
            "the fit stopped after \(rounds) rounds with a gradient of \(residual) left."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .changepointRange: "Use a share such as 0.8."
        case .changepointCount: "Use 0 for a trend without changes."
        case .changepointOutside: "Remove the changepoint or move it into the history."
        case .intervalWidth: "Use a width such as 0.8."
        case .uncertaintySamples: "Use 0 to leave the intervals out."
        case .priorScale: "Use a scale such as 0.05 for changepoints and 10 for seasonalities."
        case .seasonalityName: "Choose another name."
        case .seasonalityPeriod: "Give the period in days, such as 30.5."
        case .fourierOrder: "Use an order of at least 1, or switch the seasonality off."
        case .time: "Check that times are in milliseconds since 1970-01-01."
        case .infiniteValue: "Remove the row, or mark the value as missing."
        case .valueRange: "Divide the values by a constant first."
        case .tooFewRows: "Provide more rows with a value."
        case .equalTimes: "Provide rows of at least two different times."
        case .noRowsToPredict: "Give at least one time."
        case .notConverged: "Check the values for outliers, or use larger prior scales less far apart."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
