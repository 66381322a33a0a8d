import TestSupport
import Testing

@testable import ProphetEngine

/// The intervals of logistic growth agree with those that Prophet's sampler gave.
@Suite("Logistic interval goldens", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct LogisticIntervalGoldenTests {
    private static let paths = 10_000

    private static func fitted(_ golden: GoldenCase, width: Double) throws -> FittedProphet {
        var options = golden.prophetOptions
        options.uncertaintySamples = paths
        options.intervalWidth = width
        let report = FitReport(
            logPosterior: 0, kktResidual: 0, rounds: 0, gramPasses: 0, factorisations: 0,
            activeChangepoints: 0, warnings: [])
        return try PreparedModel(options: options, history: golden.prophetHistory)
            .fitted(try #require(golden.map).params.parameters, report: report)
    }

    /// Prophet subtracts the mean of its paths, which is a chance value: where most paths agree, that alone
    /// moves the bounds, so it counts as an error of the sampled values beside that of their ranks.
    @Test(
        "Bounds lie between those of a slightly smaller and a slightly larger mass",
        arguments: ["logR_logistic_cap", "logR_logistic_cap_floor"])
    func bounds(name: String) throws {
        let golden = try GoldenCase.load(name)
        let expected = try #require(golden.intervals_at_map)
        let count = Double(Self.paths)
        let tail = (1 - expected.interval_width) / 2
        let margin = 2 * 5 * (2 * tail * (1 - tail) / count).squareRoot()
        let wideModel = try Self.fitted(golden, width: expected.interval_width + margin)
        let wide = try wideModel.predict(golden.predictFrame, seed: 1)
        let narrow = try Self.fitted(golden, width: expected.interval_width - margin)
            .predict(golden.predictFrame, seed: 1)
        let samples = try wideModel.predictiveSamples(golden.predictFrame, seed: 1)
        for row in wide.ds.indices {
            let trend = samples.trend(row: row)
            let variance = trend.reduce(0) { $0 + ($1 - wide.trend[row]) * ($1 - wide.trend[row]) } / count
            let slack = 5 * (2 * variance / count).squareRoot() + 1e-9 * golden.setup.y_scale
            #expect(wide.trendLower[row] - slack <= expected.trend_lower[row])
            #expect(wide.trendUpper[row] + slack >= expected.trend_upper[row])
            #expect(narrow.trendLower[row] + slack >= expected.trend_lower[row])
            #expect(narrow.trendUpper[row] - slack <= expected.trend_upper[row])
            #expect(wide.yhatLower[row] - slack <= expected.yhat_lower[row])
            #expect(wide.yhatUpper[row] + slack >= expected.yhat_upper[row])
            #expect(narrow.yhatLower[row] + slack >= expected.yhat_lower[row])
            #expect(narrow.yhatUpper[row] - slack <= expected.yhat_upper[row])
        }
    }
}
