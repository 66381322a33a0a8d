public import Candles

/// Why there is no forecast, or no study.
public enum ForecastError: Error, Hashable, Sendable {
    /// There are too few closed days to forecast from.
    case tooFewDays(have: Int, needed: Int)
    /// There are too few closed days to hold any back and measure a forecast against them.
    case lessDataThanHorizon(have: Int, needed: Int, horizon: Int)
    /// A model could not be fitted: its name, and what its engine said is wrong and can be done.
    case model(String, problem: String, remedy: String)
    /// A model gave a number that is not finite.
    case notFinite(model: String, day: UTCDay, value: Double)
}

extension ForecastError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .tooFewDays(let have, let needed):
            "there are \(have) closed days, and a forecast needs at least \(needed)."
        case .lessDataThanHorizon(let have, let needed, let horizon):
            "less data than horizon: \(have) closed days are held, and a study of a \(horizon)-day horizon"
                + " needs at least \(needed)."
        case .model(let name, let problem, _):
            "the model \(name) could not be fitted: \(problem)"
        case .notFinite(let model, let day, let value):
            "the model \(model) gave \(value) for \(day), which is not a price."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .tooFewDays:
            "Fetch more history with `candlecast backfill`."
        case .lessDataThanHorizon:
            "Fetch more history with `candlecast backfill`, or ask for a shorter horizon; a forecast is"
                + " made all the same."
        case .model(_, _, let remedy):
            remedy.isEmpty ? "Use other options for the model, or leave it out." : remedy
        case .notFinite:
            "Fit the model on the logarithm of the price, or with a smaller changepoint prior scale."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
