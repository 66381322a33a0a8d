import RealModule
import Testing

@testable import ProphetEngine

/// Bounds of forecasts of sampled models.
@Suite("Draw intervals")
struct DrawIntervalsTests {
    /// A fitted model with the same options and parameters, but draws.
    private static func fitted(_ fitted: FittedProphet, _ draws: PosteriorDraws) -> FittedProphet {
        FittedProphet(
            options: fitted.options, parameters: fitted.parameters, draws: draws, report: fitted.report,
            scale: fitted.scale, changepoints: fitted.changepoints, changepointTimes: fitted.changepointTimes,
            seasonalities: fitted.seasonalities, regressors: fitted.regressors,
            historyTimes: fitted.historyTimes, historyRows: fitted.historyRows, history: fitted.history)
    }

    /// Draws that all are the parameters of the fit.
    private static func equalDraws(_ fitted: FittedProphet, count: Int) -> PosteriorDraws {
        let parameters = fitted.parameters
        func all<T>(_ value: T) -> [T] { [T](repeating: value, count: count) }
        return PosteriorDraws(
            chains: 1, k: all(parameters.k), m: all(parameters.m), delta: all(parameters.delta),
            beta: all(parameters.beta), sigma: all(parameters.sigma))
    }

    private static func forecast(
        _ fitted: FittedProphet, _ frame: ProphetFrame, method: IntervalMethod = .simulated
    ) throws -> ProphetForecast {
        let draws = try #require(fitted.draws)
        var forecast = try fitted.pointForecast(frame)
        try DrawIntervals(fitted: fitted, draws: draws, rows: frame, seed: 5, method: method).fill(&forecast)
        return forecast
    }

    @Test("Equal draws give the history's trend and noise", arguments: ModelCase.all)
    func history(model: ModelCase) throws {
        let history = SyntheticSeries.rich(rows: 60, seed: 4)
        var options = model.options
        options.uncertaintySamples = 4000
        let optimum = try ProphetModel(options: options).fit(history)
        let fitted = Self.fitted(optimum, Self.equalDraws(optimum, count: 400))
        let forecast = try Self.forecast(fitted, history.frame)
        let noise = fitted.parameters.sigma * fitted.yScale
        // A quantile of 4000 normal numbers at 10 % is off by less than 0.027 in one of three cases.
        for row in forecast.ds.indices {
            #expect(abs(forecast.trendLower[row] - forecast.trend[row]) <= 1e-9)
            #expect(abs(forecast.trendUpper[row] - forecast.trend[row]) <= 1e-9)
            #expect(abs((forecast.yhatUpper[row] - forecast.yhat[row]) / noise - 1.2816) <= 5 * 0.027)
            #expect(abs((forecast.yhatLower[row] - forecast.yhat[row]) / noise + 1.2816) <= 5 * 0.027)
        }
        for component in forecast.components {
            for row in forecast.ds.indices {
                #expect(abs(component.lower[row] - component.values[row]) <= 1e-9)
                #expect(abs(component.upper[row] - component.values[row]) <= 1e-9)
            }
        }
    }

    @Test(
        "The future trend of equal draws spreads as that of the optimum",
        arguments: [IntervalMethod.simulated, .simulatedTimes])
    func future(method: IntervalMethod) throws {
        let history = SyntheticSeries.daily(rows: 200, seed: 4)
        let optimum = try ProphetModel(
            options: ProphetOptions(
                changepointPriorScale: 0.5, intervalWidth: 0.6826894921370859, uncertaintySamples: 6000)
        ).fit(history)
        let fitted = Self.fitted(optimum, Self.equalDraws(optimum, count: 3000))
        let frame = ProphetFrame(ds: SyntheticSeries.future(of: history, rows: 200))
        let forecast = try Self.forecast(fitted, frame, method: method)
        let delta = fitted.parameters.delta
        let scale = delta.reduce(0) { $0 + abs($1) } / Double(delta.count)
        // The variance of so many changes after time h is S·2b²·h³/3; their sum is nearly normal.
        let horizon = 200.0 / 199
        let cube = horizon * horizon * horizon
        let expected = (Double(delta.count) * 2 * scale * scale * cube / 3).squareRoot()
        let width = (forecast.trendUpper[199] - forecast.trendLower[199]) / 2 / fitted.yScale
        #expect(abs(width / expected - 1) <= 0.08)
        #expect(forecast.trendUpper[20] - forecast.trendLower[20] < 0.2 * width * fitted.yScale)
    }

    @Test("The future of logistic growth is uncertain and stays between floor and cap")
    func logistic() throws {
        let history = SyntheticSeries.rich(rows: 150, seed: 4)
        let optimum = try ProphetModel(
            options: ProphetOptions(
                growth: .logistic, changepointPriorScale: 0.5, weeklySeasonality: .off,
                uncertaintySamples: 1000)
        ).fit(history)
        let fitted = Self.fitted(optimum, Self.equalDraws(optimum, count: 1000))
        let cap = 1.3 * (history.y.max() ?? 1)
        let future = SyntheticSeries.richFrame(SyntheticSeries.future(of: history, rows: 400), cap: cap)
        let forecast = try Self.forecast(fitted, future)
        let widths = zip(forecast.trendUpper, forecast.trendLower).map { $0 - $1 }
        #expect(abs(widths[0]) <= 1e-9)
        #expect(widths[399] > 10 * widths[10])
        #expect(forecast.trendLower.allSatisfy { $0 >= 0 })
        #expect(forecast.trendUpper.allSatisfy { $0 <= cap })
    }

    @Test("Bounds of components are quantiles over the draws")
    func components() throws {
        let history = SyntheticSeries.rich(rows: 60, seed: 4)
        var options = ModelCase(growth: .linear, mode: .multiplicative).options
        options.uncertaintySamples = 100
        let optimum = try ProphetModel(options: options).fit(history)
        var random = RandomDeviates(seed: 8)
        let base = optimum.parameters
        let beta = (0..<50).map { _ in base.beta.map { $0 + 0.05 * random.normal() } }
        func all<T>(_ value: T) -> [T] { [T](repeating: value, count: 50) }
        let fitted = Self.fitted(
            optimum,
            PosteriorDraws(
                chains: 1, k: all(base.k), m: all(base.m), delta: all(base.delta), beta: beta,
                sigma: all(base.sigma)))
        let forecast = try Self.forecast(fitted, history.frame)
        let features = try fitted.plan.matrix(of: history.frame)
        let perDraw = beta.map { fitted.plan.components(features, beta: $0, yScale: fitted.yScale) }
        for (index, component) in forecast.components.enumerated() {
            for row in [0, 31, 59] {
                var values = perDraw.map { $0[index].values[row] }
                let (lower, upper) = SampleQuantiles.quantiles(0.1, 0.9, of: &values)
                #expect(abs(component.lower[row] - lower) <= 1e-9)
                #expect(abs(component.upper[row] - upper) <= 1e-9)
            }
        }
    }

    @Test("The same seed gives the same bounds")
    func seeded() throws {
        let history = SyntheticSeries.daily(rows: 60, seed: 4)
        let optimum = try ProphetModel().fit(history)
        let fitted = Self.fitted(optimum, Self.equalDraws(optimum, count: 30))
        let frame = ProphetFrame(ds: SyntheticSeries.future(of: history, rows: 10))
        let first = try Self.forecast(fitted, frame)
        #expect(try Self.forecast(fitted, frame) == first)
    }
}
