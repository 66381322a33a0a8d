/// A measure of how far forecasts are from what happened.
///
/// All but coverage are better when smaller.
public enum Metric: String, Hashable, Sendable, CaseIterable {
    /// The mean squared error.
    case mse
    /// The root of the mean squared error, in units of the series.
    case rmse
    /// The mean absolute error, in units of the series.
    case mae
    /// The mean of the absolute errors as shares of the values.
    case mape
    /// The median of the absolute errors as shares of the values.
    case mdape
    /// The mean of the absolute errors as shares of the mean of value and forecast, both taken as positive.
    case smape
    /// The share of values that lie within their interval, bounds included.
    case coverage

    /// The value of one row; of `mse` for `rmse`, whose root is taken at the end.
    func value(y: Double, yhat: Double, lower: Double, upper: Double) -> Double {
        switch self {
        case .mse, .rmse:
            return (y - yhat) * (y - yhat)
        case .mae:
            return abs(y - yhat)
        case .mape, .mdape:
            return abs((y - yhat) / y)
        case .smape:
            let size = (abs(y) + abs(yhat)) / 2
            return size == 0 ? 0 : abs(y - yhat) / size
        case .coverage:
            return y >= lower && y <= upper ? 1 : 0
        }
    }

    /// The value over all rows: the mean, the root of the mean, or the median of the rows' values.
    func aggregate(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        switch self {
        case .mdape:
            return Self.median(values)
        case .rmse:
            return (values.reduce(0, +) / Double(values.count)).squareRoot()
        default:
            return values.reduce(0, +) / Double(values.count)
        }
    }

    /// The median: the middle value, or the mean of the two in the middle.
    static func median(_ values: [Double]) -> Double {
        guard !values.contains(where: \.isNaN) else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
