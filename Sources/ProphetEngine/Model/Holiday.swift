/// One day on which a named holiday falls, and the days around it on which it is felt.
///
/// A holiday that falls on several days is several values of the same name. The days around it count
/// separately: each distance from the holiday has its own effect.
public struct Holiday: Hashable, Sendable {
    /// The name of the component in the forecast.
    public var name: String
    /// A time of the day, in milliseconds since 1970-01-01 UTC; the time of day does not matter.
    public var ds: Int64
    /// The first day that is affected, counted from the holiday: 0, or negative for days before.
    public var lowerWindow: Int
    /// The last day that is affected, counted from the holiday: 0, or positive for days after.
    public var upperWindow: Int
    /// The standard deviation of the prior of the effects, equal for all days of a name; nil takes the model's.
    public var priorScale: Double?

    /// Creates a holiday.
    public init(
        _ name: String, ds: Int64, lowerWindow: Int = 0, upperWindow: Int = 0, priorScale: Double? = nil
    ) {
        self.name = name
        self.ds = ds
        self.lowerWindow = lowerWindow
        self.upperWindow = upperWindow
        self.priorScale = priorScale
    }

    /// The number of the day since 1970-01-01.
    var day: Int64 { CalendarDay.number(of: ds) }
}
