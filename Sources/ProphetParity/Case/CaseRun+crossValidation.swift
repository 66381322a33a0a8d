import ProphetEngine
import ProphetInterchange

extension CaseRun {
    /// Compares the cross-validation as Prophet does it: cutoffs, rows, forecasts and metrics.
    mutating func compareCrossValidation() {
        let recorded = json["cross_validation"]
        guard !recorded.isNull else { return checks.skip("cross_validation absent") }
        part("cross_validation") { try $0.compareCrossValidation(recorded) }
    }

    /// The recorded rows of a cross-validation.
    private struct RecordedRows {
        let ds: [Int64]
        let cutoff: [Int64]
        let y: [Double]
        /// The forecasts by the source of their parameters: `default` or `map`.
        var yhat: [String: [Double]] = [:]

        init(_ json: JSONValue) throws(ParityError) {
            let cutoffs = try RecordedTime.list(json.member("cutoffs"), "cutoffs").map(\.milliseconds)
            ds = try RecordedTime.list(json.member("ds"), "ds").map(\.milliseconds)
            y = try json.member("y").numbers("y")
            var cutoff: [Int64] = []
            for index in try json.member("cutoff_index").array("cutoff_index") {
                let position = try index.integer("cutoff_index")
                guard cutoffs.indices.contains(position) else {
                    throw .malformed("cutoff_index \(position) is not one of \(cutoffs.count) cutoffs")
                }
                cutoff.append(cutoffs[position])
            }
            self.cutoff = cutoff
            for source in ["default", "map"] where !json["yhat_\(source)"].isNull {
                yhat[source] = try json["yhat_\(source)"].numbers("yhat_\(source)")
            }
            for count in [y.count, cutoff.count] + yhat.values.map(\.count) where count != ds.count {
                throw .malformed(
                    "the columns of cross_validation must have \(ds.count) rows, one had \(count)")
            }
        }
    }

    private mutating func compareCrossValidation(_ recorded: JSONValue) throws {
        let rows = try RecordedRows(recorded)
        try compareRecordedMetrics(rows, recorded)
        let ours = try ownCrossValidation(recorded["args"])
        let cutoffs = try RecordedTime.list(recorded.member("cutoffs"), "cutoffs").map(\.milliseconds)
        checks.equal("cutoffs", ours.cutoffs, cutoffs)
        checks.require(
            ours.ds == rows.ds && ours.cutoff == rows.cutoff,
            "the \(ours.count) rows of the cross-validation differ from the \(rows.ds.count) recorded")
        guard ours.cutoffs == cutoffs, ours.ds == rows.ds else { return }
        checks.near("cross_validation.y", ours.y, rows.y) { 1e-12 * abs(rows.y[$0]) }
        guard let yhat = rows.yhat["map"] else {
            return checks.skip("comparison of folds (cross_validation.yhat_map absent)")
        }
        let betterFolds = try compareFolds(ours, recorded["map_lp_per_cutoff"])
        let compared = ours.folds.indices.filter { !betterFolds.contains($0) }.flatMap { ours.folds[$0].rows }
        let scale = problem.rows.y.reduce(0) { max($0, abs($1)) }
        checks.near("cross_validation.yhat", compared.map { ours.yhat[$0] }, compared.map { yhat[$0] }) {
            1e-7 * max(scale, abs(yhat[compared[$0]]))
        }
        guard betterFolds.isEmpty else {
            return checks.skip("metrics of the cross-validation (folds \(betterFolds) are better)")
        }
        for (key, window) in Self.windows {
            let name = "metrics_rolling_\(key)_map"
            guard !recorded[name].isNull else { continue }
            let metrics = try ours.performanceMetrics(rollingWindow: window)
            let distance = try MetricsComparison.compare(
                metrics, recorded[name], tolerance: 1e-6, name: "our \(name)", &checks)
            figures.crossValidation = max(figures.crossValidation ?? 0, distance)
        }
    }

    /// The windows that metrics are recorded for.
    private static let windows = [("0.1", 0.1), ("1", 1.0)]

    /// Compares the metrics of the recorded forecasts: formulas only, no fit.
    private mutating func compareRecordedMetrics(_ rows: RecordedRows, _ recorded: JSONValue) throws {
        for (source, yhat) in rows.yhat.sorted(by: { $0.key < $1.key }) {
            let table = CrossValidation(ds: rows.ds, cutoff: rows.cutoff, y: rows.y, yhat: yhat)
            for (key, window) in Self.windows {
                let name = "metrics_rolling_\(key)_\(source)"
                guard !recorded[name].isNull else {
                    checks.skip("\(name) absent")
                    continue
                }
                try MetricsComparison.compare(
                    table.performanceMetrics(rollingWindow: window), recorded[name],
                    tolerance: 1e-9, name: name, &checks)
            }
        }
    }

    private func ownCrossValidation(_ arguments: JSONValue) throws -> CrossValidation {
        func duration(_ name: String) throws(ParityError) -> Int64? {
            arguments[name].isNull ? nil : try RecordedTime.duration(arguments[name], "args.\(name)")
        }
        guard let horizon = try duration("horizon") else {
            throw ParityError.malformed("args.horizon is missing")
        }
        let cutoffs = arguments["cutoffs"]
        var options = options
        options.uncertaintySamples = 0
        return try ProphetModel(options: options).crossValidation(
            history,
            CrossValidationOptions(
                horizon: horizon, period: try duration("period"), initial: try duration("initial"),
                cutoffs: cutoffs.isNull
                    ? nil : try RecordedTime.list(cutoffs, "args.cutoffs").map(\.milliseconds),
                mode: .prophet, threads: 1))
    }

    /// Compares the log posterior of every fold; gives the numbers of those where ours is better.
    private mutating func compareFolds(
        _ ours: CrossValidation, _ recorded: JSONValue
    ) throws(ParityError) -> [Int] {
        guard !recorded.isNull else {
            checks.skip("map_lp_per_cutoff absent")
            return []
        }
        let densities = try recorded.numbers("map_lp_per_cutoff")
        guard densities.count == ours.folds.count else {
            throw .malformed(
                "map_lp_per_cutoff must have \(ours.folds.count) numbers, had \(densities.count)")
        }
        var better: [Int] = []
        for (index, fold) in ours.folds.enumerated() where !densities[index].isNaN {
            let margin = 1e-8 * max(1, abs(densities[index]))
            if fold.report.logPosterior > densities[index] + margin {
                better.append(index)
            } else {
                checks.near("lp of fold \(index)", fold.report.logPosterior, densities[index], within: margin)
            }
        }
        return better
    }
}
