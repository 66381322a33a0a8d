import TestSupport
import Testing

@testable import ProphetEngine

/// The random numbers have their distributions, and intervals have theirs.
@Suite("Uncertainty")
struct UncertaintyTests {
    @Test("Normal and Laplace numbers have their moments", arguments: 0..<5 as Range<UInt64>)
    func moments(seed: UInt64) {
        var random = RandomDeviates(seed: seed)
        let count = 20_000.0
        let normal = (0..<Int(count)).map { _ in random.normal() }
        let laplace = (0..<Int(count)).map { _ in random.laplace(scale: 2) }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / count }
        // Five standard errors of each mean.
        #expect(abs(mean(normal)) <= 5 / count.squareRoot())
        #expect(abs(mean(normal.map { $0 * $0 }) - 1) <= 5 * (2 / count).squareRoot())
        #expect(abs(mean(laplace)) <= 5 * (8 / count).squareRoot())
        #expect(abs(mean(laplace.map { abs($0) }) - 2) <= 5 * 2 / count.squareRoot())
        #expect(abs(mean(laplace.map { $0 < 0 ? 1 : 0 }) - 0.5) <= 5 * 0.5 / count.squareRoot())
    }

    @Test(
        "Normal quantiles are the tabulated ones",
        arguments: [(0.5, 0.6744897501960817), (0.8, 1.2815515655446004), (0.95, 1.959963984540054)])
    func normalQuantiles(mass: Double, z: Double) {
        #expect(abs(NormalDistribution.halfWidth(mass: mass) - z) <= 1e-14)
    }

    @Test("The variance of the trend grows with the cube of the horizon")
    func trendVariance() throws {
        let history = SyntheticSeries.daily(rows: 300, seed: 9)
        var options = ProphetOptions(intervalWidth: 0.6826894921370859, uncertaintySamples: 4000)
        options.weeklySeasonality = .off
        let fitted = try ProphetModel(options: options).fit(history)
        let forecast = try fitted.predict(ds: SyntheticSeries.future(of: history, rows: 300), seed: 2)
        let delta = fitted.parameters.delta
        let scale = delta.reduce(0) { $0 + abs($1) } / Double(delta.count) + 1e-8
        let horizon = 300.0 / 299
        // Prophet's limit for many steps: S·2b²·h³/3. With 25 expected changes the sum is close to normal.
        let deviation = (Double(delta.count) * 2 * scale * scale * horizon * horizon * horizon / 3)
            .squareRoot()
        let width = (forecast.trendUpper[299] - forecast.trendLower[299]) / 2 / fitted.yScale
        // With 4,000 paths the error of the width is about 2 %, and a scale that is 10 % off must show.
        #expect(abs(width / deviation - 1) <= 0.06)
    }

    @Test("Selected quantiles are those of sorted samples", arguments: 0..<30 as Range<UInt64>)
    func selectedQuantiles(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Few different values, so that samples repeat.
        let samples = (0..<Int.random(in: 1...40, using: &random)).map { _ in
            Double(Int.random(in: 0...15, using: &random))
        }
        let sorted = samples.sorted()
        func expected(_ probability: Double) -> Double {
            let rank = probability * Double(samples.count - 1)
            let lower = sorted[Int(rank)]
            return lower + (rank - rank.rounded(.down))
                * (sorted[min(Int(rank) + 1, samples.count - 1)] - lower)
        }
        for (lower, upper) in [(0.1, 0.9), (0.025, 0.975), (0.5, 0.5), (0, 1)] {
            var copy = samples
            let (low, high) = SampleQuantiles.quantiles(lower, upper, of: &copy)
            #expect(low == expected(lower))
            #expect(high == expected(upper))
            #expect(copy.sorted() == sorted)
        }
    }

    @Test("No samples, no intervals")
    func noSamples() throws {
        let history = SyntheticSeries.daily(rows: 50, seed: 9)
        let fitted = try ProphetModel(options: ProphetOptions(uncertaintySamples: 0)).fit(history)
        let forecast = try fitted.predict(ds: history.ds)
        #expect(!forecast.hasIntervals)
        #expect(forecast.trendUpper.isEmpty)
        #expect(forecast.yhat.count == 50)
    }

    @Test("The components add up to the forecast", arguments: ComponentMode.allCases)
    func componentsAddUp(mode: ComponentMode) throws {
        let history = SyntheticSeries.daily(rows: 800, seed: 2)
        let monthly = CustomSeasonality(name: "monthly", period: 30.5, order: 3, mode: .additive)
        let options = ProphetOptions(seasonalities: [monthly], seasonalityMode: mode)
        let forecast = try ProphetModel(options: options).fit(history).predict(ds: history.ds)
        let parts = forecast.components.filter { !$0.name.hasSuffix("_terms") }
        #expect(parts.map(\.name) == ["monthly", "weekly", "yearly"])
        for row in forecast.ds.indices {
            func sum(_ mode: ComponentMode) -> Double {
                parts.filter { $0.mode == mode }.reduce(0) { $0 + $1.values[row] }
            }
            #expect(abs(sum(.additive) - forecast.additiveTerms[row]) <= 1e-9)
            #expect(abs(sum(.multiplicative) - forecast.multiplicativeTerms[row]) <= 1e-12)
            let yhat = forecast.trend[row] * (1 + sum(.multiplicative)) + sum(.additive)
            #expect(abs(yhat - forecast.yhat[row]) <= 1e-9)
        }
    }
}
