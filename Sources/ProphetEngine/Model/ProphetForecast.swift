/// A forecast: one entry per row in each array, in order of time.
///
/// `yhat` is `trend * (1 + multiplicativeTerms) + additiveTerms`. The four arrays of bounds are empty when
/// the model simulates no paths (`uncertaintySamples` is 0).
public struct ProphetForecast: Hashable, Sendable {
    /// The times of the rows, in milliseconds since 1970-01-01 UTC.
    public let ds: [Int64]
    /// The trend, in units of the series.
    public let trend: [Double]
    /// The lower bound of the trend; the trend itself in the history.
    public internal(set) var trendLower: [Double] = []
    /// The upper bound of the trend; the trend itself in the history.
    public internal(set) var trendUpper: [Double] = []
    /// The forecast, in units of the series.
    public let yhat: [Double]
    /// The lower bound of an observation.
    public internal(set) var yhatLower: [Double] = []
    /// The upper bound of an observation.
    public internal(set) var yhatUpper: [Double] = []
    /// The components, sorted by name.
    public let components: [ProphetComponent]
    /// The sum of all additive components, in units of the series.
    public let additiveTerms: [Double]
    /// The sum of all multiplicative components, as a fraction of the trend.
    public let multiplicativeTerms: [Double]

    /// Whether the forecast has bounds.
    public var hasIntervals: Bool { !yhatLower.isEmpty }
}
