import ProphetEngine
import ProphetInterchange

extension CaseRun {
    /// The share of its width by which a bound may differ without a closer look.
    private static let quickShare = 0.05
    /// How many standard errors two sampled probabilities may differ.
    private static let standardErrors = 5.0

    /// Compares the bounds at the recorded optimum with those of Prophet's sampler.
    ///
    /// Both are quantiles of random paths. Where a bound differs by more than a small share of the width, not
    /// the values but the probabilities are compared: quantiles have no normal error where changes are rare.
    mutating func compareIntervals() {
        let recorded = json["intervals_at_map"]
        guard !recorded.isNull else { return checks.skip("intervals_at_map absent") }
        guard !json["map"]["params"].isNull else {
            return checks.skip("intervals_at_map (map.params absent)")
        }
        part("intervals") { try $0.compareIntervals(recorded) }
    }

    private mutating func compareIntervals(_ recorded: JSONValue) throws {
        let parameters = try RecordedParameters.read(json["map"].member("params"), for: problem)
        let fitted = problem.fitted(at: parameters)
        let samples = recorded["samples"].isNull ? 10_000 : try recorded["samples"].integer("samples")
        let paths = min(max(samples, 100), 100_000)
        let width =
            try recorded["interval_width"].optionalNumber("interval_width") ?? options.intervalWidth
        let isVectorised =
            recorded["vectorized"].isNull ? true : try recorded["vectorized"].truth("vectorized")
        let method: IntervalMethod = isVectorised ? .simulated : .simulatedTimes
        let bounds = try Bounds(recorded, rows: frame.count)
        let ours = try fitted.with(intervalWidth: width, uncertaintySamples: paths)
            .predict(frame, seed: 1, intervals: method)
        compareHistory(ours, bounds)
        figures.intervals = bounds.deviation(of: ours, byOwnWidth: false)
        guard bounds.deviation(of: ours, byOwnWidth: true) > Self.quickShare else {
            return checks.require(true, "")
        }
        let tail = (1 - width) / 2
        let margin = 2 * Self.standardErrors * (2 * tail * (1 - tail) / Double(paths)).squareRoot()
        let wide = try fitted.with(intervalWidth: min(0.9999, width + margin), uncertaintySamples: paths)
            .predict(frame, seed: 2, intervals: method)
        let narrow = try fitted.with(intervalWidth: max(0.0001, width - margin), uncertaintySamples: paths)
            .predict(frame, seed: 2, intervals: method)
        let slack = try trendSlack { seed throws(ProphetError) in
            try fitted.with(intervalWidth: width, uncertaintySamples: paths)
                .predict(frame, seed: seed, intervals: method)
        }
        let rounding = SolutionComparison.rounding(ours, floors: problem.floors(of: frame))
        bounds.require(
            between: narrow, wide, trendSlack: zip(slack, rounding).map { $0 + $1 },
            slack: rounding.map { 1e-9 * yScale + $0 }, &checks)
    }

    /// How far the bounds of the trend may be off in each row beside what their probabilities allow.
    ///
    /// Paths of logistic growth are moved so that their mean is the forecast. That mean is random too: five
    /// standard errors of the difference of two of them are told by how bounds spread over some seeds, whose
    /// range is 2.8 standard errors for eight.
    private func trendSlack(
        _ forecast: (UInt64) throws(ProphetError) -> ProphetForecast
    ) throws(ProphetError) -> [Double] {
        let rounding = 1e-9 * yScale
        guard options.growth == .logistic else { return [Double](repeating: rounding, count: frame.count) }
        var forecasts: [ProphetForecast] = []
        for seed in 11..<19 {
            forecasts.append(try forecast(UInt64(seed)))
        }
        return (0..<frame.count).map { row in
            [forecasts.map { $0.trendLower[row] }, forecasts.map { $0.trendUpper[row] }].reduce(rounding) {
                max($0, 2.5 * (($1.max() ?? 0) - ($1.min() ?? 0)))
            }
        }
    }

    /// In the history the trend has no uncertainty.
    private mutating func compareHistory(_ ours: ProphetForecast, _ bounds: Bounds) {
        let end = problem.scale.start + problem.scale.tScale
        let past = ours.ds.indices.filter { ours.ds[$0] <= end }
        let trend = past.map { ours.trend[$0] }
        checks.near("trend_lower in the history", past.map { ours.trendLower[$0] }, trend, within: 0)
        checks.near("trend_upper in the history", past.map { ours.trendUpper[$0] }, trend, within: 0)
        for (name, recorded) in [("trend_lower", bounds.trendLower), ("trend_upper", bounds.trendUpper)] {
            checks.near("recorded \(name) in the history", past.map { recorded[$0] }, trend) { row in
                1e-9 * yScale + 8 * Double.ulpOfOne * abs(trend[row])
            }
        }
    }

    /// The recorded bounds, by row.
    private struct Bounds {
        let yhatLower: [Double]
        let yhatUpper: [Double]
        let trendLower: [Double]
        let trendUpper: [Double]

        init(_ json: JSONValue, rows: Int) throws(ParityError) {
            var columns: [[Double]] = []
            for name in ["yhat_lower", "yhat_upper", "trend_lower", "trend_upper"] {
                let column = try json.member(name).numbers("intervals_at_map.\(name)")
                guard column.count == rows else {
                    throw .malformed("intervals_at_map.\(name) must have \(rows) rows, had \(column.count)")
                }
                columns.append(column)
            }
            (yhatLower, yhatUpper, trendLower, trendUpper) = (columns[0], columns[1], columns[2], columns[3])
        }

        /// The largest distance of a bound as a share of the width of the interval of yhat, or of its own.
        func deviation(of ours: ProphetForecast, byOwnWidth: Bool) -> Double {
            var largest = 0.0
            for row in yhatLower.indices {
                let yhatWidth = yhatUpper[row] - yhatLower[row]
                let trendWidth = trendUpper[row] - trendLower[row]
                let trendUnit = byOwnWidth ? max(trendWidth, 1e-9 * yhatWidth) : yhatWidth
                for (first, second, unit) in [
                    (ours.yhatLower[row], yhatLower[row], yhatWidth),
                    (ours.yhatUpper[row], yhatUpper[row], yhatWidth),
                    (ours.trendLower[row], trendLower[row], trendUnit),
                    (ours.trendUpper[row], trendUpper[row], trendUnit),
                ] {
                    let distance = Checks.distance(first, second)
                    guard distance > 0 else { continue }
                    largest = max(largest, unit > 0 ? distance / unit : .infinity)
                }
            }
            return largest
        }

        /// Requires every bound to lie between those of a narrower and a wider interval.
        func require(
            between narrow: ProphetForecast, _ wide: ProphetForecast, trendSlack: [Double], slack: [Double],
            _ checks: inout Checks
        ) {
            check("yhat_lower", yhatLower, wide.yhatLower, narrow.yhatLower, slack, &checks)
            check("yhat_upper", yhatUpper, narrow.yhatUpper, wide.yhatUpper, slack, &checks)
            check("trend_lower", trendLower, wide.trendLower, narrow.trendLower, trendSlack, &checks)
            check("trend_upper", trendUpper, narrow.trendUpper, wide.trendUpper, trendSlack, &checks)
        }

        private func check(
            _ name: String, _ values: [Double], _ low: [Double], _ high: [Double], _ slack: [Double],
            _ checks: inout Checks
        ) {
            let outside = values.indices.filter {
                !(values[$0] >= low[$0] - slack[$0] && values[$0] <= high[$0] + slack[$0])
            }
            guard let row = outside.first else { return checks.require(true, "") }
            checks.require(
                false,
                "\(name) leaves the sampling error in \(outside.count) rows, first [\(row)] \(values[row]) "
                    + "outside \(low[row])...\(high[row])")
        }
    }
}
