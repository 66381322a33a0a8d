public import Candles

/// One day of a study: what a model said at a cutoff, and what happened.
public struct StudyRow: Hashable, Sendable {
    /// The name of the model.
    public let model: String
    /// The last day that the model knew.
    public let cutoff: UTCDay
    /// The day forecast.
    public let day: UTCDay
    /// The number of days from the cutoff to the day, from 1.
    public let horizon: Int
    /// The close of the day, in the quote asset.
    public let actual: Double
    /// The forecast close.
    public let yhat: Double
    /// The lower bound of the interval.
    public let lower: Double
    /// The upper bound of the interval.
    public let upper: Double

    /// A day of a study.
    public init(
        model: String, cutoff: UTCDay, day: UTCDay, horizon: Int, actual: Double, yhat: Double, lower: Double,
        upper: Double
    ) {
        self.model = model
        self.cutoff = cutoff
        self.day = day
        self.horizon = horizon
        self.actual = actual
        self.yhat = yhat
        self.lower = lower
        self.upper = upper
    }

    /// The error: forecast less actual, above 0 where the forecast was too high.
    public var error: Double { yhat - actual }

    /// Whether the interval held the actual close.
    public var isCovered: Bool { lower <= actual && actual <= upper }
}
