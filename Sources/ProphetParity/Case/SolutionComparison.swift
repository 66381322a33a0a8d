import ProphetEngine
import ProphetInterchange

/// Comparisons of forecasts that cases and auxiliary files share.
enum SolutionComparison {
    /// The share of a column's unit by which a forecast at given parameters may differ.
    static let tolerance = 1e-9

    /// What may be added to the tolerance of a column in a row.
    typealias Allowance = (_ column: String, _ row: Int) -> Double

    /// Compares all columns: those in units of the series with its scale, fractions with 1.
    static func forecast(
        _ forecast: ProphetForecast, _ recorded: JSONValue, name: String, yScale: Double,
        tolerance: Double = tolerance, allowance: Allowance, _ checks: inout Checks
    ) throws(ParityError) {
        let times = try RecordedTime.list(recorded.member("ds"), "\(name).prediction.ds")
        let slack: Double = times.allSatisfy(\.isExact) ? 0 : 1
        checks.near(
            "\(name).ds", forecast.ds.map(Double.init), times.map { Double($0.milliseconds) }, within: slack)
        let modes = Dictionary(forecast.components.map { ($0.name, $0.mode) }) { first, _ in first }
        let bounds = Set(["_lower", "_upper"])
        func isBound(_ column: String) -> Bool { bounds.contains(String(column.suffix(6))) }
        let ours = forecast.columns.filter { !isBound($0.name) }
        let names = recorded.members.map(\.name).filter { $0 != "ds" && !isBound($0) }
        checks.equal("\(name) columns", ours.map(\.name), names)
        for (column, values) in ours where !recorded[column].isNull {
            let unit = modes[column] == .multiplicative ? 1 : yScale
            let expected = try recorded[column].numbers("\(name).prediction.\(column)")
            checks.near("\(name).\(column)", values, expected) { row in
                tolerance * unit + 8 * Double.ulpOfOne * abs(expected[row]) + allowance(column, row)
            }
        }
    }

    /// What rounding may change of a forecast in units of the series, by row: some units in the last place of
    /// the trend or of the value that counts as 0, which may be far larger than the forecast.
    static func rounding(_ forecast: ProphetForecast, floors: [Double]) -> [Double] {
        zip(forecast.trend.indices, floors).map { row, floor in
            let size = max(abs(forecast.trend[row]), abs(floor))
            return 8 * Double.ulpOfOne * size * (1 + abs(forecast.multiplicativeTerms[row]))
        }
    }
}
