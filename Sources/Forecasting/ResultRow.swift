public import Candles

/// One day of a study in the columns of the pipeline that came before: ds, y, yhat, error, abs_error,
/// pct_error.
public struct ResultRow: Hashable, Sendable {
    /// The day forecast.
    public let ds: UTCDay
    /// The close of the day.
    public let y: Double
    /// The forecast close.
    public let yhat: Double
    /// Actual less forecast, as those tables have it: the opposite sign of ``StudyRow/error``.
    public let error: Double
    /// The size of the error.
    public let absError: Double
    /// The size of the error in percent of the close.
    public let pctError: Double

    /// A day of a study.
    public init(_ row: StudyRow) {
        ds = row.day
        y = row.actual
        yhat = row.yhat
        error = row.actual - row.yhat
        absError = abs(row.error)
        pctError = 100 * abs(row.error) / row.actual
    }
}
