/// A value at a distance from the cutoff.
public struct HorizonValue: Hashable, Sendable {
    /// The distance in milliseconds, or in calendar months where the chart says so.
    public let horizon: Int64
    /// The value.
    public let value: Double

    /// Creates a value.
    public init(horizon: Int64, value: Double) {
        self.horizon = horizon
        self.value = value
    }
}
