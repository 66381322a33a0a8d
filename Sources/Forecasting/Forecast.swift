public import Candles

/// What one model says about the days after a cutoff.
public struct Forecast: Hashable, Sendable {
    /// The name of the model, as in results and files.
    public let model: String
    /// The last day that the model knew.
    public let cutoff: UTCDay
    /// The last close that the model knew, in the quote asset.
    public let lastClose: Double
    /// The share of outcomes that the interval from `lower` to `upper` is meant to hold, such as 0.8.
    public let intervalWidth: Double
    /// The days forecast: the first is the day after the cutoff.
    public let days: [UTCDay]
    /// The forecast close of each day, in the quote asset: the median.
    public let yhat: [Double]
    /// The lower bound of each day's interval.
    public let lower: [Double]
    /// The upper bound of each day's interval.
    public let upper: [Double]
    /// What the forecast is made of, if the model has parts and they were asked for.
    public let components: ForecastComponents?
    /// How well the model was fitted, if fitting is what it does.
    public let fit: FitSummary?

    /// A forecast of some days.
    ///
    /// - Precondition: All columns have the same length.
    public init(
        model: String, cutoff: UTCDay, lastClose: Double, intervalWidth: Double, days: [UTCDay],
        yhat: [Double],
        lower: [Double], upper: [Double], components: ForecastComponents? = nil, fit: FitSummary? = nil
    ) {
        precondition(
            days.count == yhat.count && days.count == lower.count && days.count == upper.count,
            "the columns of a forecast must have one length")
        self.model = model
        self.cutoff = cutoff
        self.lastClose = lastClose
        self.intervalWidth = intervalWidth
        self.days = days
        self.yhat = yhat
        self.lower = lower
        self.upper = upper
        self.components = components
        self.fit = fit
    }
}
