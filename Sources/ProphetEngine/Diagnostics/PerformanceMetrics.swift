/// How good the forecasts of a cross-validation are, by how far ahead they look.
///
/// A value at a horizon is that of a window of rows that ends there: the rows are ordered by horizon, and the
/// window reaches back from the last row of the horizon until it has its share of all rows.
public struct PerformanceMetrics: Hashable, Sendable {
    /// The unit of the horizons.
    public enum HorizonUnit: String, Hashable, Sendable, CaseIterable {
        /// The time from cutoff to row.
        case milliseconds
        /// The difference of the calendar months of row and cutoff.
        case months
    }

    /// The values of a metric, one for each horizon.
    public struct Series: Hashable, Sendable {
        /// The metric.
        public let metric: Metric
        /// The values; fractions, not percent, where the metric is a share.
        public let values: [Double]
    }

    /// The horizons, ascending; with a negative window one for each row.
    public let horizons: [Int64]
    /// The unit of the horizons.
    public let unit: HorizonUnit
    /// The metrics in the order asked for, without those that were skipped.
    public let series: [Series]
    /// The metrics that were asked for and could not be computed.
    public let skipped: [MetricSkip]

    /// The values of a metric; nil when it was not asked for or skipped.
    public func values(_ metric: Metric) -> [Double]? {
        series.first { $0.metric == metric }?.values
    }

    /// Computes metrics of forecasts.
    ///
    /// - Parameters:
    ///   - forecasts: The forecasts of a cross-validation, at least one.
    ///   - metrics: The metrics, each once.
    ///   - rollingWindow: The share of all rows that each value rests on. 0 gives one value per horizon from
    ///     its own rows, 1 one value from all rows, a negative share the values of the rows themselves.
    ///   - unit: The unit of the horizons.
    /// - Throws: ``ProphetError/metricTwice(_:)``, ``ProphetError/rollingWindow(_:)`` or
    ///   ``ProphetError/noRowsToScore``.
    /// - Complexity: O(N log N) for N rows; O(N·w) for the median of windows of w rows.
    public init(
        _ forecasts: CrossValidation, metrics: [Metric] = Metric.allCases, rollingWindow: Double = 0.1,
        unit: HorizonUnit = .milliseconds
    ) throws(ProphetError) {
        guard rollingWindow.isFinite else { throw .rollingWindow(rollingWindow) }
        for (index, metric) in metrics.enumerated() where metrics[..<index].contains(metric) {
            throw .metricTwice(metric.rawValue)
        }
        let count = forecasts.count
        guard count > 0 else { throw .noRowsToScore }
        let skipped = metrics.compactMap { forecasts.reasonToSkip($0) }
        self.skipped = skipped
        self.unit = unit
        let horizons = Self.horizons(forecasts, unit)
        // The index breaks ties: the sort is stable.
        let order = horizons.indices.sorted { (horizons[$0], $0) < (horizons[$1], $1) }
        let sorted = order.map { horizons[$0] }
        let rows = (rollingWindow * Double(count)).rounded(.towardZero)
        let window = RollingWindow(
            horizons: sorted, rows: rows < 0 ? nil : Int(min(max(rows, 1), Double(count))))
        let left = metrics.filter { metric in !skipped.contains { $0.metric == metric } }
        series = left.map { metric in
            let values = forecasts.values(of: metric)
            return Series(metric: metric, values: window.values(of: metric, order.map { values[$0] }))
        }
        self.horizons = left.isEmpty ? [] : window.shownHorizons
    }

    private static func horizons(_ forecasts: CrossValidation, _ unit: HorizonUnit) -> [Int64] {
        zip(forecasts.ds, forecasts.cutoff).map { time, cutoff in
            switch unit {
            case .milliseconds: time - cutoff
            case .months: CalendarDate(time: time).monthNumber - CalendarDate(time: cutoff).monthNumber
            }
        }
    }
}

extension CrossValidation {
    /// Computes metrics of the forecasts, see ``PerformanceMetrics/init(_:metrics:rollingWindow:unit:)``.
    ///
    /// - Throws: ``ProphetError/metricTwice(_:)``, ``ProphetError/rollingWindow(_:)`` or
    ///   ``ProphetError/noRowsToScore``.
    public func performanceMetrics(
        _ metrics: [Metric] = Metric.allCases, rollingWindow: Double = 0.1, monthly: Bool = false
    ) throws(ProphetError) -> PerformanceMetrics {
        try PerformanceMetrics(
            self, metrics: metrics, rollingWindow: rollingWindow, unit: monthly ? .months : .milliseconds)
    }

    /// Why a metric cannot be computed; nil when it can.
    func reasonToSkip(_ metric: Metric) -> MetricSkip? {
        if metric == .coverage, !hasIntervals {
            return MetricSkip(metric: metric, reason: .noBounds)
        }
        if metric == .mape {
            let smallest = y.reduce(Double.infinity) { min($0, abs($1)) }
            if smallest < MetricSkip.smallestValue {
                return MetricSkip(metric: metric, reason: .valueNearZero(smallest))
            }
        }
        return nil
    }

    /// The value of a metric for each row.
    func values(of metric: Metric) -> [Double] {
        (0..<count).map { row in
            metric.value(
                y: y[row], yhat: yhat[row], lower: hasIntervals ? yhatLower[row] : .nan,
                upper: hasIntervals ? yhatUpper[row] : .nan)
        }
    }
}
