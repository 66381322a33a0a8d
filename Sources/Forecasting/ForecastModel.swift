import Candles
public import ProphetEngine

/// A way to forecast daily closes from a training series.
public enum ForecastModel: Hashable, Sendable {
    /// The last close carried forward; the interval is that of a random walk in log price.
    ///
    /// Every other model is measured against it.
    case lastValue
    /// The last close moved on by the mean log return of the whole training part.
    case drift
    /// Prophet on daily closes; on their logarithms by default, so that prices stay above 0.
    case prophet(ProphetOptions, logScale: Bool = true, name: String = "prophet")

    /// The models that every study contains.
    public static let baselines: [ForecastModel] = [.lastValue, .drift]

    /// The name in results, files and reports; a study needs a different one for each model.
    public var name: String {
        switch self {
        case .lastValue: "last-value"
        case .drift: "drift"
        case .prophet(_, _, let name): name
        }
    }

    /// The name of a model for readers; a name that is not one of ours stands as it is.
    public static func title(of name: String) -> String {
        switch name {
        case "last-value": "Last value"
        case "drift": "Drift"
        case "prophet": "Prophet"
        case "prophet-price": "Prophet (price)"
        default: name
        }
    }

    /// Forecasts the days after the cutoff.
    ///
    /// - Parameters:
    ///   - training: What is known.
    ///   - horizon: The number of days, at least 1.
    ///   - intervalWidth: The share of outcomes that the interval is to hold, above 0 and below 1.
    ///   - seed: The seed of whatever is drawn at random; equal seeds give equal forecasts.
    ///   - includesComponents: Whether the parts of the forecast are worked out as well.
    /// - Returns: The forecast of `horizon` days.
    /// - Throws: ``ForecastError`` if there are too few closes or the model cannot be fitted.
    /// - Complexity: O(*n* + horizon) for the baselines.
    public func forecast(
        _ training: TrainingSeries, horizon: Int, intervalWidth: Double = 0.8, seed: UInt64 = 0,
        includesComponents: Bool = false
    ) throws(ForecastError) -> Forecast {
        precondition(horizon >= 1, "the horizon must be at least 1 day, was \(horizon)")
        precondition(
            intervalWidth > 0 && intervalWidth < 1, "the width must be between 0 and 1, was \(intervalWidth)")
        let request = ForecastRequest(
            training: training, horizon: horizon, intervalWidth: intervalWidth, seed: seed,
            includesComponents: includesComponents)
        switch self {
        case .lastValue: return try request.randomWalk(name, hasDrift: false)
        case .drift: return try request.randomWalk(name, hasDrift: true)
        case .prophet(let options, let logScale, let name):
            return try request.prophet(name, options, logScale: logScale)
        }
    }
}
