import RealModule
import Testing

@testable import ProphetEngine

/// The draws are those of the posterior: compared with Prophet's sampler, and with each other.
@Suite("Posterior sampling")
struct PosteriorSamplingTests {
    /// Draws of a model set up for some rows.
    private static func draws(
        _ prepared: PreparedModel, sampler: PosteriorSampler = .nuts, samples: Int, seed: UInt64 = 1,
        threads: Int = 4
    ) throws -> PosteriorDraws {
        let optimum = try PosteriorSolver(posterior: prepared.posterior).search(
            from: prepared.initialParameters)
        return PosteriorSampling(
            posterior: prepared.posterior, optimum: optimum, sampler: sampler, samples: samples,
            foldsChange: prepared.changepoints.times.isEmpty
        ).draws(seed: seed, threads: threads)
    }

    /// The draws of each parameter in the order k, m, delta, beta, sigma.
    private static func columns(_ draws: PosteriorDraws) -> [[Double]] {
        [draws.k, draws.m] + draws.delta[0].indices.map { index in draws.delta.map { $0[index] } }
            + draws.beta[0].indices.map { index in draws.beta.map { $0[index] } } + [draws.sigma]
    }

    private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / (count - 1)).squareRoot())
    }

    @Test("Means and spreads are those of Prophet's sampler", arguments: SamplerReference.all)
    func prophet(reference: SamplerReference) throws {
        let prepared = try PreparedModel(options: reference.options, history: reference.history)
        let draws = try Self.draws(prepared, samples: 1000)
        #expect(draws.count == 2000)
        #expect(draws.chains == 4)
        let diagnostics = try #require(draws.diagnostics)
        #expect(diagnostics.largestRHat < 1.02)
        #expect(diagnostics.divergences == 0)
        #expect(diagnostics.treeDepthSaturations == 0)
        #expect(diagnostics.smallestEffectiveSize > 300)
        let assessment = ChainDiagnostics(chains: 4, length: 500)
        let columns = Self.columns(draws)
        #expect(columns.count == reference.parameters.count)
        for (values, expected) in zip(columns, reference.parameters) {
            let (mean, deviation) = Self.moments(values)
            // Both sides have a Monte-Carlo error, which goes with the root of the effective size; that of
            // a standard deviation is of tails heavier than normal ones, so its bound is that of a kurtosis
            // of 6.
            let size = assessment.assess(values).effectiveSize
            let squareSize = assessment.assess(values.map { ($0 - mean) * ($0 - mean) }).effectiveSize
            let error = (1 / size + 1 / expected.size).squareRoot()
            #expect(abs(mean - expected.mean) <= 5 * expected.deviation * error)
            let spreadError = (5.0 / 4 * (1 / squareSize + 1 / expected.size)).squareRoot()
            #expect(abs(deviation / expected.deviation - 1) <= 5 * spreadError)
        }
        try Self.expectForecast(of: reference, prepared, draws)
    }

    /// Compares the forecast of draws with Prophet's.
    private static func expectForecast(
        of reference: SamplerReference, _ prepared: PreparedModel, _ draws: PosteriorDraws
    ) throws {
        let report = FitReport(
            logPosterior: 0, kktResidual: 0, rounds: 0, gramPasses: 0, factorisations: 0,
            activeChangepoints: 0, warnings: [])
        let fitted = prepared.fitted(draws.means, report: report, draws: draws)
        let frame = reference.forecastFrame
        var forecast = try fitted.pointForecast(frame)
        try DrawIntervals(fitted: fitted, draws: draws, rows: frame, seed: 3, method: .simulated)
            .fill(&forecast)
        let week = try #require(forecast.component("week"))
        for row in reference.forecast {
            func expect(_ lower: [Double], _ upper: [Double], _ expected: ClosedRange<Double>) {
                // The 10 % quantile of n normal numbers of deviation 1 is off by 1.7/√n, the bounds are 2.56
                // apart, and 1000 draws are independent at the least: 5 errors are 0.11 of the distance.
                let allowance = 0.11 * (expected.upperBound - expected.lowerBound)
                #expect(abs(lower[row.row] - expected.lowerBound) <= allowance)
                #expect(abs(upper[row.row] - expected.upperBound) <= allowance)
            }
            let width = row.observation.upperBound - row.observation.lowerBound
            #expect(abs(forecast.yhat[row.row] - row.yhat) <= 0.05 * width)
            expect(week.lower, week.upper, row.week)
            // With one path for each draw Prophet leaves future changes of logistic growth out.
            guard fitted.options.growth != .logistic || row.row < reference.y.count else { continue }
            expect(forecast.yhatLower, forecast.yhatUpper, row.observation)
            expect(forecast.trendLower, forecast.trendUpper, row.trend)
        }
    }

    @Test("The same seed gives the same draws on any number of threads", arguments: PosteriorSampler.allCases)
    func threads(sampler: PosteriorSampler) throws {
        let prepared = try ModelCase(growth: .linear, mode: .additive).prepared(rows: 50, seed: 2)
        let one = try Self.draws(prepared, sampler: sampler, samples: 60, threads: 1)
        #expect(try Self.draws(prepared, sampler: sampler, samples: 60, threads: 4) == one)
        #expect(try Self.draws(prepared, sampler: sampler, samples: 60, threads: 3) == one)
        #expect(try Self.draws(prepared, sampler: sampler, samples: 60, seed: 2) != one)
        #expect(one.count == 120)
        // Chains have random numbers of their own.
        #expect(Set(one.k).count > 100)
    }

    @Test("The normal approximation is close where the data are many", arguments: SamplerReference.all)
    func laplace(reference: SamplerReference) throws {
        let prepared = try PreparedModel(options: reference.options, history: reference.history)
        let draws = try Self.draws(prepared, sampler: .laplace, samples: 4000)
        #expect(draws.diagnostics == nil)
        for (values, expected) in zip(Self.columns(draws), reference.parameters) {
            let (mean, deviation) = Self.moments(values)
            #expect(abs(mean - expected.mean) <= 0.25 * expected.deviation)
            #expect(abs(deviation / expected.deviation - 1) <= 0.15)
        }
    }

    @Test("Every growth and mode is sampled without trouble", arguments: ModelCase.all)
    func everyModel(model: ModelCase) throws {
        let prepared = try model.prepared(rows: 40, seed: 5)
        let draws = try Self.draws(prepared, samples: 200)
        let diagnostics = try #require(draws.diagnostics)
        #expect(diagnostics.parameters.count == draws.delta[0].count + draws.beta[0].count + 3)
        #expect(diagnostics.divergences <= 2)
        #expect(diagnostics.largestRHat < 1.15)
        #expect(draws.sigma.allSatisfy { $0 > 0 && $0 < 1 })
    }

    @Test("Without changepoints the change at the start is part of the rate")
    func folded() throws {
        let options = ProphetOptions(changepoints: [], weeklySeasonality: .off)
        let prepared = try PreparedModel(options: options, history: SyntheticSeries.daily(rows: 40, seed: 3))
        let draws = try Self.draws(prepared, samples: 200)
        #expect(draws.delta.allSatisfy { $0 == [0] })
        // The rate is as well known as the data make it; k alone would spread with the prior of delta.
        let (_, deviation) = Self.moments(draws.k)
        #expect(deviation < 0.05)
    }

    @Test("A model that follows the data exactly has draws all the same")
    func interpolating() throws {
        let history = ProphetHistory(ds: (0..<4).map { Int64($0) * SyntheticSeries.day }, y: [1, 3, 2, 5])
        let prepared = try PreparedModel(
            options: ProphetOptions(weeklySeasonality: .order(2)), history: history)
        let draws = try Self.draws(prepared, samples: 100)
        #expect(draws.sigma.allSatisfy { $0 > 0 && $0.isFinite })
        #expect(draws.k.allSatisfy { $0.isFinite })
    }

    @Test("Means are those of the draws")
    func means() {
        let draws = PosteriorDraws(
            chains: 1, k: [1, 2], m: [3, 5], delta: [[1, 2], [3, 4]], beta: [[0], [1]], sigma: [1, 3])
        #expect(
            draws.means == ProphetParameters(k: 1.5, m: 4, delta: [2, 3], beta: [0.5], sigma: 2))
    }
}
