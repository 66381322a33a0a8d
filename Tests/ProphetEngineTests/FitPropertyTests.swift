import TestSupport
import Testing

@testable import ProphetEngine

/// What must hold for any data: the optimum is one, and does not depend on units or order.
@Suite("Fit properties")
struct FitPropertyTests {
    private static let seeds = 0..<12 as Range<UInt64>

    private static func options(seed: UInt64) -> ProphetOptions {
        ProphetOptions(
            growth: seed % 5 == 4 ? .flat : seed % 5 == 3 ? .logistic : .linear,
            yearlySeasonality: seed.isMultiple(of: 3) ? .order(2) : .off,
            seasonalities: seed % 4 == 1
                ? [
                    CustomSeasonality(
                        name: "monthly", period: 30.5, order: 2, priorScale: 1, mode: .multiplicative,
                        condition: "even")
                ]
                : [],
            seasonalityMode: seed.isMultiple(of: 2) ? .additive : .multiplicative,
            holidays: seed % 4 == 2
                ? [Holiday("feast", ds: (16_436 + 40) * SyntheticSeries.day, lowerWindow: -1, upperWindow: 1)]
                : [],
            regressors: seed % 4 >= 2
                ? [Regressor("wave", mode: seed % 4 == 2 ? .multiplicative : .additive)] : [],
            scaling: seed % 6 == 5 ? .minmax : .absmax)
    }

    /// The derivative of the mean at a vector, and the mean.
    private static func jacobian(
        _ posterior: Posterior, _ layout: ParameterLayout, _ vector: [Double]
    ) -> (Jacobian, Posterior.Mean) {
        let parameters = layout.parameters(vector, variance: 1)
        let mean = posterior.mean(parameters)
        let hinges = HingeSums(t: posterior.t, times: posterior.trend.changepointTimes)
        return (
            Jacobian(
                posterior: posterior, layout: layout, hinges: hinges, mean: mean, parameters: parameters),
            mean
        )
    }

    private static func isClose(_ a: [Double], _ b: [Double], within tolerance: Double) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
    }

    @Test("The fit is a stationary point that no perturbation improves", arguments: seeds)
    func optimumIsAMaximum(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 150 + Int(seed) * 20, seed: seed)
        let prepared = try PreparedModel(options: Self.options(seed: seed), history: history)
        let optimum = try PosteriorSolver(posterior: prepared.posterior).solve(
            from: prepared.initialParameters)
        #expect(optimum.kktResidual <= 1e-8)
        #expect(abs(prepared.posterior.logDensity(optimum.parameters) - optimum.logDensity) <= 1e-9)
        var random = SeededGenerator(seed: seed)
        for trial in 0..<1000 {
            let size = [1e-2, 1e-3, 1e-4, 1e-5][trial % 4]
            var perturbed = optimum.parameters
            func shift() -> Double { Double.random(in: -size...size, using: &random) }
            perturbed.k += shift()
            perturbed.m += shift()
            perturbed.delta = perturbed.delta.map { Bool.random(using: &random) ? $0 : $0 + shift() }
            perturbed.beta = perturbed.beta.map { $0 + shift() }
            perturbed.sigma *= 1 + shift()
            // The density is a sum over the rows, so its own rounding error is some 1e-10.
            #expect(prepared.posterior.logDensity(perturbed) <= optimum.logDensity + 1e-9)
        }
    }

    @Test("J'r / sigma² and the priors are the gradient of the log posterior", arguments: seeds)
    func gradientMatchesFiniteDifferences(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 90, seed: seed)
        let posterior = try PreparedModel(options: Self.options(seed: seed), history: history).posterior
        let layout = ParameterLayout(posterior: posterior)
        var random = SeededGenerator(seed: seed)
        let vector = (0..<layout.count).map { _ in Double.random(in: 0.05...0.3, using: &random) }
        let variance = 0.04
        let (jacobian, mean) = Self.jacobian(posterior, layout, vector)
        let correlation = jacobian.correlation(with: mean.residuals)
        let precisions = layout.precisions(posterior)
        for index in vector.indices {
            let step = 1e-5
            func density(_ distance: Double) -> Double {
                var moved = vector
                moved[index] += distance
                return posterior.logDensity(layout.parameters(moved, variance: variance))
            }
            let numeric = (density(step) - density(-step)) / (2 * step)
            let prior =
                index < layout.smoothCount
                ? precisions[index] * vector[index] : 1 / posterior.changepointPriorScale
            let exact = correlation[index] / variance - prior
            #expect(abs(numeric - exact) <= 1e-5 * max(1, abs(exact)))
        }
    }

    @Test("The Gram matrix is J'J", arguments: seeds)
    func gramMatchesColumns(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 61, seed: seed)
        let posterior = try PreparedModel(options: Self.options(seed: seed), history: history).posterior
        let layout = ParameterLayout(posterior: posterior)
        var random = SeededGenerator(seed: seed)
        let vector = (0..<layout.count).map { _ in Double.random(in: 0.05...0.3, using: &random) }
        let (jacobian, _) = Self.jacobian(posterior, layout, vector)
        // A unit vector per row reads the columns out of J'r.
        let rows = posterior.t.indices.map { row in
            var unit = [Double](repeating: 0, count: posterior.t.count)
            unit[row] = 1
            return jacobian.correlation(with: unit)
        }
        let gram = jacobian.gram()
        for a in 0..<layout.count {
            for b in 0..<layout.count {
                let product = rows.reduce(0.0) { $0 + $1[a] * $1[b] }
                #expect(abs(gram[a * layout.count + b] - product) <= 1e-11)
            }
        }
    }

    @Test("J'J and the curvature are the second derivative of half the sum of squares", arguments: seeds)
    func curvatureMatchesFiniteDifferences(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 60, seed: seed)
        let posterior = try PreparedModel(options: Self.options(seed: seed), history: history).posterior
        let layout = ParameterLayout(posterior: posterior)
        var random = SeededGenerator(seed: seed)
        let vector = (0..<layout.count).map { _ in Double.random(in: 0.05...0.3, using: &random) }
        func gradient(_ vector: [Double]) -> [Double] {
            let (jacobian, mean) = Self.jacobian(posterior, layout, vector)
            return jacobian.correlation(with: mean.residuals)
        }
        let (center, mean) = Self.jacobian(posterior, layout, vector)
        let curvature = center.curvature(mean: mean, features: posterior.features) { _ in true }
        let exact = zip(center.gram(), curvature).map { $0 + $1 }
        for index in vector.indices {
            var ahead = vector
            var behind = vector
            ahead[index] += 1e-5
            behind[index] -= 1e-5
            for (other, pair) in zip(gradient(behind), gradient(ahead)).enumerated() {
                let numeric = (pair.0 - pair.1) / 2e-5
                #expect(abs(numeric - exact[index * layout.count + other]) <= 1e-5 * max(1, abs(numeric)))
            }
        }
    }

    @Test("Values times c give the forecast times c", arguments: seeds, [1e-6, 37, 1e9])
    func forecastScales(seed: UInt64, factor: Double) throws {
        let history = SyntheticSeries.rich(rows: 120, seed: seed)
        var frame = history.frame
        frame.cap = frame.cap?.map { $0 * factor }
        let scaled = ProphetHistory(frame, y: history.y.map { $0 * factor })
        var future = SyntheticSeries.richFrame(
            SyntheticSeries.future(of: history, rows: 5), cap: history.frame.cap?[0])
        let model = try ProphetModel(options: Self.options(seed: seed))
        let forecast = try model.fit(history).predict(future, seed: seed)
        future.cap = future.cap?.map { $0 * factor }
        let other = try model.fit(scaled).predict(future, seed: seed)
        let unscaled = { (values: [Double]) in values.map { $0 / factor } }
        #expect(Self.isClose(forecast.yhat, unscaled(other.yhat), within: 1e-6))
        #expect(Self.isClose(forecast.yhatLower, unscaled(other.yhatLower), within: 1e-6))
        #expect(Self.isClose(forecast.trendUpper, unscaled(other.trendUpper), within: 1e-6))
    }

    @Test("Shuffled rows, with missing ones between them, give the same fit", arguments: seeds)
    func orderDoesNotMatter(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 130, seed: seed)
        var random = SeededGenerator(seed: seed)
        let gaps = SyntheticSeries.richFrame(
            (0..<20).map { $0 * 5 * SyntheticSeries.day + history.ds[0] + 1 }, cap: history.frame.cap?[0])
        let rows = SyntheticSeries.joined(
            history, ProphetHistory(gaps, y: [Double](repeating: .nan, count: gaps.count)))
        let order = rows.y.indices.shuffled(using: &random)
        let model = try ProphetModel(options: Self.options(seed: seed))
        let fitted = try model.fit(history)
        let shuffled = try model.fit(rows.rows(order))
        #expect(fitted.parameters == shuffled.parameters)
        #expect(fitted.report == shuffled.report)
        #expect(shuffled.historyTimes.count == fitted.historyTimes.count + 20)
    }

    @Test("The same seed gives the same forecast, another seed other bounds only", arguments: seeds)
    func seedsAreRepeatable(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 100, seed: seed)
        var options = Self.options(seed: seed)
        options.growth = .linear
        let fitted = try ProphetModel(options: options).fit(history)
        let times = SyntheticSeries.richFrame(
            SyntheticSeries.future(of: history, rows: 20), cap: history.frame.cap?[0])
        let forecast = try fitted.predict(times.rows((0..<20).reversed()), seed: seed)
        #expect(try fitted.predict(times, seed: seed) == forecast)
        let other = try fitted.predict(times, seed: seed + 1)
        #expect(other.yhat == forecast.yhat)
        #expect(other.yhatLower != forecast.yhatLower)
    }

    @Test("Identical columns share their coefficient", arguments: [1e-3, 1e-6])
    func duplicateColumns(noise: Double) throws {
        let history = SyntheticSeries.daily(rows: 200, seed: 1, noise: noise)
        let options = ProphetOptions(seasonalities: [CustomSeasonality(name: "again", period: 7, order: 3)])
        let fitted = try ProphetModel(options: options).fit(history)
        for index in 0..<6 {
            #expect(abs(fitted.parameters.beta[index] - fitted.parameters.beta[index + 6]) <= 1e-4)
        }
    }

    @Test("A regressor that is 0 throughout changes nothing", arguments: seeds)
    func zeroRegressor(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 140, seed: seed)
        let options = Self.options(seed: seed)
        var more = options
        more.regressors.append(Regressor("nothing"))
        var frame = history.frame
        frame.regressors["nothing"] = [Double](repeating: 0, count: frame.count)
        let fitted = try ProphetModel(options: options).fit(history)
        let other = try ProphetModel(options: more).fit(ProphetHistory(frame, y: history.y))
        #expect(other.parameters.beta.last == 0)
        #expect(try Self.isClose(fitted.predict().yhat, other.predict().yhat, within: 1e-9 * fitted.yScale))
        #expect(abs(fitted.report.logPosterior - other.report.logPosterior) <= 1e-8)
    }

    @Test("Regressors in another order predict the same", arguments: seeds)
    func permutedRegressors(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 140, seed: seed)
        var random = SeededGenerator(seed: seed)
        var frame = history.frame
        for name in ["a", "b", "c"] {
            frame.regressors[name] = frame.ds.map { _ in Double.random(in: -3...3, using: &random) }
        }
        var options = Self.options(seed: seed)
        options.regressors += [
            Regressor("a"), Regressor("b", mode: .multiplicative), Regressor("c", priorScale: 2),
        ]
        let fitted = try ProphetModel(options: options).fit(ProphetHistory(frame, y: history.y))
        options.regressors.shuffle(using: &random)
        let other = try ProphetModel(options: options).fit(ProphetHistory(frame, y: history.y))
        #expect(try Self.isClose(fitted.predict().yhat, other.predict().yhat, within: 1e-9 * fitted.yScale))
    }

    @Test("Without components the forecast is the trend", arguments: [Growth.linear, .logistic, .flat])
    func trendOnly(growth: Growth) throws {
        let history = SyntheticSeries.rich(rows: 140, seed: 3)
        let options = ProphetOptions(
            growth: growth, yearlySeasonality: .off, weeklySeasonality: .off, dailySeasonality: .off)
        let fitted = try ProphetModel(options: options).fit(history)
        let forecast = try fitted.predict()
        #expect(forecast.yhat == forecast.trend)
        #expect(forecast.components.map(\.name) == ["additive_terms", "multiplicative_terms"])
        #expect(fitted.parameters.beta == [0])
    }

    @Test("An earlier fit as the start leads to the same optimum in fewer rounds", arguments: seeds)
    func warmStart(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 150, seed: seed)
        let model = try ProphetModel(options: Self.options(seed: seed))
        let fitted = try model.fit(history)
        let again = try model.fit(history, from: fitted.parameters)
        #expect(again.report.rounds <= fitted.report.rounds)
        #expect(abs(again.report.logPosterior - fitted.report.logPosterior) <= 1e-8)
        #expect(try Self.isClose(fitted.predict().yhat, again.predict().yhat, within: 1e-9 * fitted.yScale))
        // A start of another shape, or none at all, is as good as no start.
        let strange = ProphetParameters(k: 1, m: 0, delta: [0, 1, 2], beta: [.nan], sigma: 1)
        let third = try model.fit(history, from: strange)
        #expect(third.report.logPosterior >= fitted.report.logPosterior - 1e-8)
    }

    @Test("Options fitted through a cache are fitted as alone", arguments: seeds)
    func cachedFits(seed: UInt64) throws {
        let history = SyntheticSeries.rich(rows: 150, seed: seed)
        var cache = FitCache(history: history)
        for scale in [0.01, 0.05, 0.5] {
            for seasonal in [0.1, 10] {
                var options = Self.options(seed: seed)
                options.changepointPriorScale = scale
                options.seasonalityPriorScale = seasonal
                options.holidaysPriorScale = seasonal
                let cached = try cache.fit(options)
                let alone = try ProphetModel(options: options).fit(history)
                #expect(cached.options == options)
                #expect(cached.featureColumns == alone.featureColumns)
                #expect(cached.report.kktResidual <= 1e-8)
                #expect(abs(cached.report.logPosterior - alone.report.logPosterior) <= 1e-7)
                #expect(
                    try Self.isClose(cached.predict().yhat, alone.predict().yhat, within: 1e-8 * alone.yScale)
                )
            }
        }
    }
}
