import Testing

@testable import ProphetEngine

/// Coefficients of extra regressors, in the regressors' own units.
@Suite("Regressor coefficients")
struct RegressorCoefficientTests {
    private static func fitted(_ mode: ComponentMode) throws -> (FittedProphet, mean: Double) {
        let plain = SyntheticSeries.rich(rows: 400, seed: 4)
        let wave = try #require(plain.frame.regressors["wave"])
        let history = ProphetHistory(
            plain.frame,
            y: zip(plain.y, wave).map { mode == .additive ? $0 + 12 * $1 : 500 * (1 + 0.02 * $1) })
        let options = ProphetOptions(changepointCount: 5, regressors: [Regressor("wave", mode: mode)])
        return (try ProphetModel(options: options).fit(history), wave.reduce(0, +) / 400)
    }

    @Test("An additive coefficient is in units of the series")
    func additive() throws {
        let (fitted, mean) = try Self.fitted(.additive)
        let coefficient = try #require(fitted.regressorCoefficients().first)
        #expect(coefficient.name == "wave" && coefficient.mode == .additive)
        #expect(abs(coefficient.coefficient - 12) < 0.5)
        #expect(coefficient.lower == coefficient.coefficient && coefficient.upper == coefficient.coefficient)
        #expect(abs(coefficient.center - mean) < 1e-9)
    }

    @Test("A multiplicative coefficient is a fraction of the trend at the regressor's mean")
    func multiplicative() throws {
        let (fitted, mean) = try Self.fitted(.multiplicative)
        let coefficient = try #require(fitted.regressorCoefficients().first)
        #expect(abs(coefficient.coefficient - 0.02 / (1 + 0.02 * mean)) < 1e-4)
    }

    @Test("With draws the coefficient is their mean, and the bounds hold the mass of the intervals")
    func draws() throws {
        let (optimum, _) = try Self.fitted(.additive)
        let column = try #require(optimum.featureColumns.firstIndex { $0.name == "wave" })
        var beta = [[Double]](repeating: optimum.parameters.beta, count: 11)
        for draw in beta.indices {
            beta[draw][column] = Double(draw)
        }
        let zeros = [Double](repeating: 0, count: 11)
        let sampled = FittedProphet(
            options: optimum.options, parameters: optimum.parameters,
            draws: PosteriorDraws(
                chains: 1, k: zeros, m: zeros, delta: zeros.map { _ in optimum.parameters.delta },
                beta: beta, sigma: zeros),
            report: optimum.report, scale: optimum.scale, changepoints: optimum.changepoints,
            changepointTimes: optimum.changepointTimes, seasonalities: optimum.seasonalities,
            regressors: optimum.regressors, historyTimes: optimum.historyTimes,
            historyRows: optimum.historyRows, history: optimum.history)
        let unit = optimum.yScale / optimum.regressors[0].standardDeviation
        let coefficient = try #require(sampled.regressorCoefficients().first)
        #expect(abs(coefficient.coefficient - 5 * unit) <= 1e-12 * unit)
        #expect(abs(coefficient.lower - 1 * unit) <= 1e-9 * unit)
        #expect(abs(coefficient.upper - 9 * unit) <= 1e-9 * unit)
    }
}
