import ProphetEngine
import ProphetInterchange

/// Comparison of performance metrics that cases and auxiliary files share.
enum MetricsComparison {
    /// Compares metrics with recorded ones: an object of columns, or null when none could be computed.
    ///
    /// The medians `mdape_stable` come from a stable sort, where the recorded `mdape` are not. Where there is
    /// a value for each row instead of each horizon, Prophet leaves rows of equal horizon in any order.
    ///
    /// - Returns: The largest relative distance.
    /// - Throws: ``ParityError/malformed(_:)``.
    @discardableResult
    static func compare(
        _ ours: PerformanceMetrics, _ recorded: JSONValue, stable: JSONValue = .null, areRows: Bool = false,
        tolerance: Double, name: String, _ checks: inout Checks
    ) throws(ParityError) -> Double {
        guard !recorded.isNull else {
            checks.require(ours.series.isEmpty, "\(name) has metrics, recorded none")
            return 0
        }
        let columns = recorded.members.map(\.name)
        let names = columns.filter { Metric(rawValue: $0) != nil }
        checks.equal("\(name) metrics", ours.series.map(\.metric.rawValue), names)
        try compareHorizons(ours, recorded, name: name, &checks)
        var largest = 0.0
        for series in ours.series where !recorded[series.metric.rawValue].isNull {
            var column = recorded[series.metric.rawValue]
            if series.metric == .mdape {
                let alternative = stable.isNull ? recorded["mdape_stable"] : stable
                column = alternative.isNull ? column : alternative
            }
            let values = try column.numbers("\(name).\(series.metric.rawValue)")
            // A value for each row: Prophet's sort leaves rows of equal horizon in any order.
            let isSorted = areRows && !(series.metric == .mdape && column != recorded["mdape"])
            let first = isSorted ? sorted(series.values, by: ours.horizons) : series.values
            let second = isSorted ? sorted(values, by: ours.horizons) : values
            checks.near("\(name).\(series.metric.rawValue)", first, second) { row in
                tolerance * abs(second[row]) + 1e-12
            }
            for (value, expected) in zip(first, second) {
                let distance = Checks.distance(value, expected)
                largest = max(largest, distance == 0 ? 0 : distance / max(abs(expected), 1e-12))
            }
        }
        return largest
    }

    /// Values in order of horizon and, within a horizon, of size.
    private static func sorted(_ values: [Double], by horizons: [Int64]) -> [Double] {
        guard values.count == horizons.count else { return values }
        return zip(horizons, values).sorted { $0 < $1 }.map(\.1)
    }

    private static func compareHorizons(
        _ ours: PerformanceMetrics, _ recorded: JSONValue, name: String, _ checks: inout Checks
    ) throws(ParityError) {
        let unit = ours.unit == .milliseconds ? 1000.0 : 1
        for key in ["horizon", "horizon_seconds"] where !recorded[key].isNull {
            let horizons = try recorded[key].numbers("\(name).\(key)").map { $0 * unit }
            checks.near("\(name).\(key)", ours.horizons.map(Double.init), horizons, within: 0.5)
        }
    }
}
