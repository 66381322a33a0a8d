/// The observations that a model is fitted to.
///
/// Rows may be in any order and times may repeat. A row whose value is NaN counts as missing: it is left out
/// of the fit.
public struct ProphetHistory: Hashable, Sendable {
    /// The times of the rows, in milliseconds since 1970-01-01 00:00 UTC.
    public let ds: [Int64]
    /// The values of the rows; NaN where missing.
    public let y: [Double]

    /// Creates a history of times and as many values.
    public init(ds: [Int64], y: [Double]) {
        precondition(ds.count == y.count, "y must have \(ds.count) values as ds has, was \(y.count)")
        self.ds = ds
        self.y = y
    }
}
