public import Candles

/// A range of a series that was asked for in vain, and why.
///
/// It is kept until the exchange answers for the range.
public struct FetchFailure: Hashable, Sendable {
    /// The range that was asked for.
    public let range: TimeRange
    /// Why nothing came.
    public let reason: String
    /// The exchange's time, as far as it was known.
    public let at: OpenTime

    /// A failure to fetch a range.
    public init(range: TimeRange, reason: String, at: OpenTime) {
        self.range = range
        self.reason = reason
        self.at = at
    }
}
