import ProphetEngine
import ProphetInterchange

/// Compares recorded performance metrics of recorded forecasts.
enum MetricsFile {
    /// Compares every result of the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) {
        let table = try RecordedTable(json.member("input"), "input")
        guard let y = try table.numbers("y"), let yhat = try table.numbers("yhat") else {
            throw .malformed("input must have the columns y and yhat")
        }
        let lower = try table.numbers("yhat_lower") ?? []
        let upper = try table.numbers("yhat_upper") ?? []
        let hasBounds = !lower.isEmpty && !upper.isEmpty
        let forecasts = CrossValidation(
            ds: table.ds, cutoff: try table.times("cutoff"), y: y, yhat: yhat,
            yhatLower: hasBounds ? lower : [], yhatUpper: hasBounds ? upper : [])
        for (index, entry) in try json.member("results").array("results").enumerated() {
            checks.part("result \(index)") { checks in
                try compare(entry, of: forecasts, name: "result \(index)", &checks)
            }
        }
    }

    private static func compare(
        _ entry: JSONValue, of forecasts: CrossValidation, name: String, _ checks: inout Checks
    ) throws {
        let window = try entry.member("rolling_window").number("rolling_window")
        let isMonthly = entry["monthly"].isNull ? false : try entry["monthly"].truth("monthly")
        let isError = !entry["error"].isNull || !entry["result"]["error"].isNull
        var metrics = Metric.allCases
        if !entry["metrics"].isNull {
            let names = try entry["metrics"].texts("metrics")
            metrics = names.compactMap { Metric(rawValue: $0) }
            guard metrics.count == names.count else {
                if isError { return checks.skip("n/a (type): unknown metric") }
                throw ParityError.malformed("metrics \(names) has an unknown one")
            }
        }
        let result = Result {
            try PerformanceMetrics(
                forecasts, metrics: metrics, rollingWindow: window,
                unit: isMonthly ? .months : .milliseconds)
        }
        if isError {
            if case .success = result { checks.require(false, "\(name) has no error, recorded one") }
            return checks.require(true, "")
        }
        try MetricsComparison.compare(
            result.get(), entry["result"], stable: entry["mdape_stable"], areRows: window < 0,
            tolerance: 1e-9,
            name: name, &checks)
    }
}
