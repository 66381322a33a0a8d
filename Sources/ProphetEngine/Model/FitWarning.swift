/// What a reader of a forecast should know about its fit.
public enum FitWarning: Hashable, Sendable {
    /// The series is constant: nothing was fitted, the forecast is that constant.
    case constantSeries
    /// The model follows the values exactly, so there is no optimum: sigma was stopped at this value.
    case sigmaFloor(Double)
    /// The history is too short or too sparse for the built-in seasonality of this name, which was left out.
    case seasonalityDisabled(String)
    /// A yearly seasonality was asked for with less than two years of history, which has this many days.
    case yearlyShortHistory(days: Double)
    /// The history is too short for the number of changepoints asked for; this many were used.
    case changepointsReduced(to: Int)
}

extension FitWarning: CustomStringConvertible {
    public var description: String {
        switch self {
        case .constantSeries:
            "the series is constant; the forecast is that constant"
        case .sigmaFloor(let sigma):
            "the model follows the history exactly: its uncertainty is unknown, sigma was stopped at \(sigma)"
        case .seasonalityDisabled(let name):
            "the \(name) seasonality was left out because the history is too short or too sparse for it"
        case .yearlyShortHistory(let days):
            "the yearly seasonality rests on \(days) days of history, which is less than two years"
        case .changepointsReduced(let count):
            "the history is too short for the changepoints asked for; \(count) were used"
        }
    }
}
