import Foundation
import Testing

@testable import ProphetEngine

/// Samples, bounds and both samplers tell one story.
@Suite("Predictive samples")
struct PredictiveSamplesTests {
    private static let history = SyntheticSeries.rich(rows: 200, seed: 6)
    private static let cap = history.frame.cap?.first

    private static func fitted(
        _ growth: Growth, samples: Int = 400, regressor: Regressor = Regressor("wave")
    ) throws -> FittedProphet {
        let options = ProphetOptions(growth: growth, regressors: [regressor], uncertaintySamples: samples)
        return try ProphetModel(options: options).fit(history)
    }

    /// The last rows of the history and some after it.
    private static var frame: ProphetFrame {
        let times = history.ds.suffix(5) + SyntheticSeries.future(of: history, rows: 40)
        return SyntheticSeries.richFrame(Array(times), cap: cap)
    }

    @Test(
        "Bounds are quantiles of the samples of the same seed", arguments: Growth.allCases,
        [IntervalMethod.simulated, .simulatedTimes])
    func boundsAreQuantiles(growth: Growth, method: IntervalMethod) throws {
        let fitted = try Self.fitted(growth)
        let forecast = try fitted.predict(Self.frame, seed: 3, intervals: method)
        let samples = try fitted.predictiveSamples(Self.frame, seed: 3, method: method)
        #expect(samples.ds == forecast.ds)
        #expect(samples.samples == 400 && samples.yhat.count == 45 * 400)
        let slack = 1e-9 * fitted.yScale
        for row in samples.ds.indices {
            var trend = Array(samples.trend(row: row))
            let (trendLower, trendUpper) = SampleQuantiles.quantiles(0.1, 0.9, of: &trend)
            #expect(abs(trendLower - forecast.trendLower[row]) <= slack)
            #expect(abs(trendUpper - forecast.trendUpper[row]) <= slack)
            // In the history, and of flat growth, the bounds are exact and the samples are not.
            guard row >= 5, growth != .flat else { continue }
            var yhat = Array(samples.yhat(row: row))
            let (yhatLower, yhatUpper) = SampleQuantiles.quantiles(0.1, 0.9, of: &yhat)
            #expect(abs(yhatLower - forecast.yhatLower[row]) <= slack)
            #expect(abs(yhatUpper - forecast.yhatUpper[row]) <= slack)
        }
    }

    @Test("A seed fixes the samples, with the history and without", arguments: Growth.allCases)
    func seeds(growth: Growth) throws {
        let fitted = try Self.fitted(growth, samples: 37)
        let samples = try fitted.predictiveSamples(Self.frame, seed: 1)
        #expect(try fitted.predictiveSamples(Self.frame, seed: 1) == samples)
        #expect(try fitted.predictiveSamples(Self.frame, seed: 2) != samples)
        let future = try fitted.predictiveSamples(Self.frame.rows(5..<45), seed: 1)
        #expect(Array(samples.yhat[(5 * 37)...]) == future.yhat)
        #expect(Array(samples.trend[(5 * 37)...]) == future.trend)
    }

    @Test("A model without samples has none")
    func noSamples() throws {
        let samples = try Self.fitted(.linear, samples: 0).predictiveSamples(Self.frame)
        #expect(samples.ds.count == 45 && samples.samples == 0 && samples.yhat.isEmpty)
    }

    @Test(
        "Trends of one sample go on in straight pieces",
        arguments: [IntervalMethod.simulated, .simulatedTimes])
    func straightPieces(method: IntervalMethod) throws {
        let fitted = try Self.fitted(.linear, samples: 200)
        let samples = try fitted.predictiveSamples(Self.frame.rows(5..<45), method: method)
        let expected = 25 * 40 / 199.0
        var bends = 0
        for path in 0..<200 {
            let trend = (0..<40).map { samples.trend[$0 * 200 + path] }
            let rates = zip(trend, trend.dropFirst()).map { $1 - $0 }
            bends += zip(rates, rates.dropFirst()).count { abs($1 - $0) > 1e-9 * fitted.yScale }
        }
        // A change bends two places in a row; about one in eight shares a place with another.
        #expect(Double(bends) / 200 <= 2 * expected)
        #expect(Double(bends) / 200 >= expected)
    }

    @Test("Both samplers have the variance that Prophet's paper gives")
    func variances() throws {
        let fitted = try Self.fitted(.linear, samples: 4000)
        let changes = RateChanges(fitted: fitted, future: [1 + 1.0 / 199, 1 + 2.0 / 199])
        let frame = Self.frame.rows(5..<45)
        let horizon = 40.0 / 199
        let expected = changes.frequency * 2 * changes.scale * changes.scale * pow(horizon, 3) / 3
        for method in [IntervalMethod.simulated, .simulatedTimes] {
            let trend = try fitted.predictiveSamples(frame, seed: 5, method: method).trend(row: 39)
            let mean = trend.reduce(0, +) / 4000
            let variance = trend.reduce(0) { $0 + pow(($1 - mean) / fitted.yScale, 2) } / 4000
            // Some 5 changes of heavy tails: a standard error of 3 to 4 %.
            #expect(abs(variance / expected - 1) <= 0.2)
            #expect(
                abs(mean - (try fitted.predict(frame).trend[39])) <= 5 * (expected / 4000).squareRoot()
                    * fitted.yScale)
        }
    }

    @Test(
        "A regressor with a model of its own makes the future less certain", arguments: ComponentMode.allCases
    )
    func regressorPaths(mode: ComponentMode) throws {
        var nested = ProphetOptions(weeklySeasonality: .off)
        nested.uncertaintySamples = 30
        var certain = nested
        certain.uncertaintySamples = 0
        let history = SyntheticSeries.daily(rows: 120, seed: 1)
        var random = RandomDeviates(seed: 9)
        let values = (0..<120).map { _ in random.normal() }
        let series = ProphetHistory(
            ProphetFrame(ds: history.ds, regressors: ["x": values]),
            y: zip(history.y, values).map { $0 + 20 * $1 })
        let frame = ProphetFrame(ds: SyntheticSeries.future(of: history, rows: 10))
        func width(_ predictor: ProphetOptions) throws -> Double {
            let regressor = Regressor("x", mode: mode, predictor: predictor)
            let options = ProphetOptions(regressors: [regressor], uncertaintySamples: 600)
            let forecast = try ProphetModel(options: options).fit(series).predict(frame, seed: 2)
            return forecast.yhatUpper[5] - forecast.yhatLower[5]
        }
        // The regressor's noise of 1 unit means 20 units of the series, whose own noise is about 2.
        let (uncertain, known) = (try width(nested), try width(certain))
        #expect(uncertain >= 4 * known)
        #expect(abs(uncertain / (2 * 1.2816 * 20) - 1) <= 0.5)
    }

    @Test("Samples do not depend on the path of the kernels but for rounding")
    func kernelPaths() throws {
        let fitted = try Self.fitted(.logistic, samples: 40)
        let best = try fitted.predictiveSamples(Self.frame, seed: 1)
        let plain = try VectorKernels.withPlainC { try fitted.predictiveSamples(Self.frame, seed: 1) }
        for (one, other) in zip(best.yhat, plain.yhat) {
            #expect(abs(one - other) <= 1e-9 * fitted.yScale)
        }
    }
}
