import Testing

@testable import ProphetEngine

/// Draws of the posterior through the public interface.
@Suite("Sampled fits")
struct SampledFitTests {
    private static func fitted(
        _ sampler: PosteriorSampler, samples: Int = 60, seed: UInt64 = 4
    ) throws -> FittedProphet {
        let history = SyntheticSeries.daily(rows: 90, seed: 2)
        let options = ProphetOptions(
            changepointCount: 4, yearlySeasonality: .off, mcmcSamples: samples, sampler: sampler)
        return try ProphetModel(options: options).fit(history, seed: seed)
    }

    @Test("A fit that asks for draws has them, and forecasts from them", arguments: PosteriorSampler.allCases)
    func drawsAreUsed(sampler: PosteriorSampler) throws {
        let fitted = try Self.fitted(sampler)
        let draws = try #require(fitted.draws)
        #expect(draws.count == 120)
        #expect(draws.chains == 4)
        #expect(fitted.parameters == draws.means)
        let ds = SyntheticSeries.future(of: fitted.history, rows: 14)
        let forecast = try fitted.predict(ds: ds, seed: 1)
        let weekly = try #require(forecast.component("weekly"))
        for row in ds.indices {
            #expect(forecast.yhatLower[row] < forecast.yhat[row])
            #expect(forecast.yhat[row] < forecast.yhatUpper[row])
            #expect(weekly.lower[row] < weekly.values[row])
            #expect(weekly.values[row] < weekly.upper[row])
        }
        #expect(try fitted.predict(ds: ds, seed: 1) == forecast)
    }

    @Test("The same seed gives the same draws, another seed others")
    func seeds() throws {
        #expect(try Self.fitted(.nuts) == Self.fitted(.nuts))
        #expect(try Self.fitted(.nuts).draws != Self.fitted(.nuts, seed: 5).draws)
    }

    @Test("Few draws of a sampler are reported as such")
    func poorMixing() throws {
        let warnings = try Self.fitted(.nuts, samples: 8).report.warnings
        #expect(warnings.contains { if case .poorMixing = $0 { true } else { false } })
    }

    @Test("A constant series is not sampled")
    func constantSeries() throws {
        let history = ProphetHistory(
            ds: (0..<30).map { $0 * SyntheticSeries.day }, y: (0..<30).map { _ in 4 })
        let fitted = try ProphetModel(options: ProphetOptions(mcmcSamples: 40)).fit(history)
        #expect(fitted.draws == nil)
    }
}
