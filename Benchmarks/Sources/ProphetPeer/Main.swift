import Foundation
import ProphetEngine

/// Times the engine on the series that its peer is timed on, and on growing ones.
@main
struct Main {
    static func main() throws {
        switch CommandLine.arguments.dropFirst().first {
        case "operations":
            for path in CommandLine.arguments.dropFirst(2) {
                try operations(path)
            }
        case "bits": try bits()
        case "growth": try growth()
        case "fleet": try fleet(series: Int(CommandLine.arguments.dropFirst(2).first ?? "500") ?? 500)
        default:
            print("usage: ProphetPeer operations FILE.csv... | bits | growth | fleet [SERIES]")
            exit(64)
        }
    }

    private static func report(_ series: String, _ operation: String, _ times: Stopwatch.Times) {
        print("\(series)\t\(operation)\t\(times.wall)\t\(times.processor)\t\(times.runs)")
    }

    /// The operations that the peer does, one line each: series, operation, wall, processor, runs.
    private static func operations(_ path: String) throws {
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        let history = try Series.read(path)
        let additive = try ProphetModel()
        let multiplicative = try ProphetModel(options: ProphetOptions(seasonalityMode: .multiplicative))
        let logistic = try ProphetModel(options: ProphetOptions(growth: .logistic))
        let capped = Series.capped(history)
        report(name, "fit additive", try Stopwatch.median { _ = try additive.fit(history) })
        report(name, "fit multiplicative", try Stopwatch.median { _ = try multiplicative.fit(history) })
        report(name, "fit logistic", try Stopwatch.median { _ = try logistic.fit(capped) })
        let fitted = try additive.fit(history)
        let frame = Series.extended(history, days: 365)
        report(name, "predict", try Stopwatch.median { _ = try fitted.predict(frame, seed: 1) })
        var plain = ProphetOptions()
        plain.uncertaintySamples = 0
        let plainModel = try ProphetModel(options: plain)
        let plainFit = try plainModel.fit(history)
        report(
            name, "predict without intervals",
            try Stopwatch.median { _ = try plainFit.predict(frame, seed: 1) })
        let validation = CrossValidationOptions(
            horizon: 365 * Series.day, period: 180 * Series.day, initial: 730 * Series.day)
        report(
            name, "cross-validation",
            try Stopwatch.median { _ = try additive.crossValidation(history, validation) })
        report(
            name, "cross-validation without intervals",
            try Stopwatch.median { _ = try plainModel.crossValidation(history, validation) })
        report(
            name, "study of 24 options", try Stopwatch.median { _ = try study(history, validation) })
    }

    /// Six changepoint and four seasonality prior scales.
    private static func study(
        _ history: ProphetHistory, _ validation: CrossValidationOptions
    ) throws -> TuningResult {
        let grid = OptionGrid(
            seasonalityPriorScales: [0.1, 1, 3, 10],
            changepointPriorScales: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5])
        return try ProphetTuning(candidates: grid.candidates, validation: validation, metric: .rmse).run(
            history)
    }

    /// The bit patterns of fits and forecasts, to be compared between builds.
    private static func bits() throws {
        let history = Series.walk(rows: 900, seed: 3)
        for growth in Growth.allCases {
            for mode in ComponentMode.allCases {
                let options = ProphetOptions(growth: growth, seasonalityMode: mode)
                let fitted = try ProphetModel(options: options).fit(Series.capped(history))
                let forecast = try fitted.predict(Series.extended(Series.capped(history), days: 60), seed: 5)
                let parameters = fitted.parameters
                let numbers =
                    [parameters.k, parameters.m, parameters.sigma] + parameters.delta + parameters.beta
                    + forecast.yhat + forecast.yhatLower + forecast.trendUpper
                let hash = numbers.reduce(UInt64(14_695_981_039_346_656_037)) {
                    ($0 ^ $1.bitPattern) &* 1_099_511_628_211
                }
                print(growth.rawValue, mode.rawValue, String(hash, radix: 16))
            }
        }
    }

    /// The time of a fit against the number of rows and of changepoints.
    private static func growth() throws {
        print("rows\tchangepoints\twall\tpeak memory")
        for rows in [300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000] {
            let history = Series.walk(rows: rows, seed: 7)
            let model = try ProphetModel(
                options: ProphetOptions(
                    yearlySeasonality: .on, weeklySeasonality: .on, dailySeasonality: .off))
            let times = try Stopwatch.median(seconds: 0.5, minimumRuns: 3) { _ = try model.fit(history) }
            print("\(rows)\t25\t\(times.wall)\t\(Stopwatch.peakMegabytes)")
        }
        let history = Series.walk(rows: 3_000, seed: 7)
        for changepoints in [0, 25, 50, 100, 200, 500] {
            let model = try ProphetModel(options: ProphetOptions(changepointCount: changepoints))
            let times = try Stopwatch.median(seconds: 0.5, minimumRuns: 3) { _ = try model.fit(history) }
            print("3000\t\(changepoints)\t\(times.wall)\t\(Stopwatch.peakMegabytes)")
        }
    }

    /// Tunes and forecasts many series, one after the other on all cores.
    private static func fleet(series: Int) throws {
        let validation = CrossValidationOptions(
            horizon: 365 * Series.day,
            cutoffs: (0..<6).map { 14_610 * Series.day + Int64(1_500 + 220 * $0) * Series.day })
        let grid = OptionGrid(
            seasonalityPriorScales: [1, 10], changepointPriorScales: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5])
        let clock = ContinuousClock()
        let ticks = Foundation.clock()
        var sum = 0.0
        let wall = try clock.measure {
            for number in 0..<series {
                let history = Series.walk(rows: 3_000, seed: UInt64(number) + 1)
                let tuning = try ProphetTuning(
                    candidates: grid.candidates, validation: validation, metric: .rmse
                ).run(history)
                guard let best = tuning.best else { throw CocoaError(.featureUnsupported) }
                let fitted = try ProphetModel(options: best.candidate.options).fit(history)
                let last = history.ds.last ?? 0
                let forecast = try fitted.predict(
                    ds: (1...365).map { last + Int64($0) * Series.day }, seed: 1)
                sum += forecast.yhatUpper.last ?? 0
            }
        }
        let processor = Double(Foundation.clock() - ticks) / Double(CLOCKS_PER_SEC)
        print(
            "\(series) series: wall \(wall), processor \(processor) s, peak \(Stopwatch.peakMegabytes) MB, check \(sum)"
        )
    }
}
