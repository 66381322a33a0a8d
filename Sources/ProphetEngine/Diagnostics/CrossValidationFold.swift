/// One fit of a cross-validation: what it knew, how it went and which rows it forecast.
public struct CrossValidationFold: Hashable, Sendable {
    /// The last time that the fold knew, in milliseconds since 1970-01-01 UTC.
    public let cutoff: Int64
    /// The number of rows it was fitted to.
    public let trainingRows: Int
    /// Its rows in the table of forecasts.
    public let rows: Range<Int>
    /// How the fit went, with its warnings.
    public let report: FitReport

    /// Creates a fold.
    public init(cutoff: Int64, trainingRows: Int, rows: Range<Int>, report: FitReport) {
        self.cutoff = cutoff
        self.trainingRows = trainingRows
        self.rows = rows
        self.report = report
    }
}
