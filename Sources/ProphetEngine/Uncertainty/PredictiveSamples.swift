/// Simulated futures of a model: many possible courses of the series and of its trend.
///
/// Both arrays have one entry per row and sample, shape rows x samples, row-major: entry
/// `row * samples + sample` belongs to the time `ds[row]`.
public struct PredictiveSamples: Hashable, Sendable {
    /// The times of the rows, ascending, in milliseconds since 1970-01-01 UTC.
    public let ds: [Int64]
    /// The number of samples of each row.
    public let samples: Int
    /// The series, noise included, in its units.
    public let yhat: [Double]
    /// The trend, in units of the series.
    public let trend: [Double]

    /// Creates samples of rows, both arrays of shape rows x samples.
    package init(ds: [Int64], samples: Int, yhat: [Double], trend: [Double]) {
        precondition(
            yhat.count == ds.count * samples && trend.count == yhat.count,
            "yhat and trend must have \(ds.count * samples) values, had \(yhat.count) and \(trend.count)")
        self.ds = ds
        self.samples = samples
        self.yhat = yhat
        self.trend = trend
    }

    /// The samples of the series at a row.
    public func yhat(row: Int) -> ArraySlice<Double> {
        yhat[(row * samples)..<((row + 1) * samples)]
    }

    /// The samples of the trend at a row.
    public func trend(row: Int) -> ArraySlice<Double> {
        trend[(row * samples)..<((row + 1) * samples)]
    }
}
