public import Candles
import RealModule

/// How good a model's forecasts were over some days of a study; every figure is a plain mean over those days.
public struct Scores: Hashable, Sendable {
    /// The number of days.
    public let count: Int
    /// Mean absolute error, in the quote asset.
    public let mae: Double
    /// Root of the mean squared error, in the quote asset.
    public let rmse: Double
    /// Mean of 100 x |error| / actual, in percent.
    public let mape: Double
    /// Mean of 200 x |error| / (actual + |forecast|), in percent.
    public let smape: Double
    /// Mean of |error| over the scale of its cutoff, which is the mean absolute daily change of the last 365
    /// changes known there; nil if no cutoff has a scale.
    public let mase: Double?
    /// Mean of forecast less actual, in the quote asset: above 0 where forecasts were too high.
    public let bias: Double
    /// The share of days whose close the interval held, from 0 to 1.
    public let coverage: Double
    /// The mean width of the interval, in the quote asset.
    public let meanWidth: Double
    /// 1 - MAE / MAE of the last value over the same days; nil if the last value made no error.
    public let skill: Double?

    /// The scores of some rows of one model, or nil if there are none.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - scales: The scale of MASE at each cutoff that has one; rows of other cutoffs do not enter MASE.
    ///   - baseline: The mean absolute error of the last value over the same days.
    /// - Complexity: O(rows).
    public init?(_ rows: [StudyRow], scales: [UTCDay: Double], baseline: Double) {
        guard !rows.isEmpty else { return nil }
        let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
        let scaled = rows.compactMap { row in scales[row.cutoff].map { abs(row.error) / $0 } }
        count = rows.count
        mae = Self.meanAbsoluteError(rows)
        rmse = Double.sqrt(mean(rows.map { $0.error * $0.error }))
        mape = mean(rows.map { 100 * abs($0.error) / $0.actual })
        smape = mean(rows.map { 200 * abs($0.error) / ($0.actual + abs($0.yhat)) })
        mase = scaled.isEmpty ? nil : mean(scaled)
        bias = mean(rows.map(\.error))
        coverage = mean(rows.map { $0.isCovered ? 1 : 0 })
        meanWidth = mean(rows.map { $0.upper - $0.lower })
        skill = baseline > 0 ? 1 - mae / baseline : nil
    }

    /// The mean absolute error of some rows; 0 if there are none.
    static func meanAbsoluteError(_ rows: [StudyRow]) -> Double {
        rows.isEmpty ? 0 : rows.reduce(0) { $0 + abs($1.error) } / Double(rows.count)
    }
}
