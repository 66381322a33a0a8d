public import Candles

/// What a forecast with parts is made of: a trend, and effects of the weekday and of the day of the year.
public struct ForecastComponents: Hashable, Sendable {
    /// The trend over training days and forecast days, oldest first, in the quote asset.
    public let trend: [TrendPoint]
    /// The days at which the trend may bend.
    public let changepoints: [UTCDay]
    /// The effect of each weekday, Monday first; nil if the model has none.
    public let weekly: [Double]?
    /// The effect of each of the 365 days of a year without 29 February, 1 January first; nil if the model
    /// has none.
    public let yearly: [Double]?
    /// What the effects are measured in.
    public let unit: Unit

    /// What an effect is measured in.
    public enum Unit: String, Hashable, Sendable {
        /// Percent of the price: 2 raises it by 2 %.
        case percent
        /// The quote asset: 2 raises the price by 2.
        case price
    }

    /// The trend on one day.
    public struct TrendPoint: Hashable, Sendable {
        /// The day.
        public let day: UTCDay
        /// The trend, in the quote asset.
        public let value: Double
        /// The lower bound of the trend's interval; the value itself on training days.
        public let lower: Double
        /// The upper bound of the trend's interval; the value itself on training days.
        public let upper: Double

        /// The trend on a day.
        public init(day: UTCDay, value: Double, lower: Double, upper: Double) {
            self.day = day
            self.value = value
            self.lower = lower
            self.upper = upper
        }
    }

    /// The components of a forecast.
    ///
    /// - Precondition: There are 7 weekdays and 365 days of the year where they are given.
    public init(
        trend: [TrendPoint], changepoints: [UTCDay], weekly: [Double]?, yearly: [Double]?, unit: Unit
    ) {
        precondition(weekly.map { $0.count == 7 } ?? true, "a week must have 7 effects")
        precondition(yearly.map { $0.count == 365 } ?? true, "a year must have 365 effects")
        self.trend = trend
        self.changepoints = changepoints
        self.weekly = weekly
        self.yearly = yearly
        self.unit = unit
    }
}
