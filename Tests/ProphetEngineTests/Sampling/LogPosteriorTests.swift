import RealModule
import TestSupport
import Testing

@testable import ProphetEngine

/// The density that is sampled is the posterior, and its gradient is its derivative.
@Suite("Log posterior")
struct LogPosteriorTests {
    /// A point with all kinds of rate changes, one of them 0.
    private static func point(_ layout: SampleLayout, seed: UInt64) -> [Double] {
        var random = SeededGenerator(seed: seed)
        var x = (0..<layout.count).map { _ in Double.random(in: -0.5...0.5, using: &random) }
        x[0] += 1
        x[layout.smoothCount + 1] = 0
        x[layout.logSigma] -= 2
        return x
    }

    @Test(
        "The density is the posterior with the derivatives of its parameters", arguments: ModelCase.all,
        [true, false])
    func density(model: ModelCase, usesGram: Bool) throws {
        let posterior = try model.prepared(rows: 60, seed: 3).posterior
        let layout = SampleLayout(posterior: posterior, hasProduct: posterior.trend.growth == .logistic)
        let center = layout.parameters(Self.point(layout, seed: 99))
        var density = LogPosterior(posterior: posterior, center: center, usesGram: usesGram)
        #expect(density.layout == layout)
        for seed in 0..<5 as Range<UInt64> {
            let x = Self.point(layout, seed: seed)
            var gradient = x
            let value = density.value(at: x, gradient: &gradient)
            var expected = posterior.logDensity(layout.parameters(x)) + x[layout.logSigma]
            if layout.hasProduct {
                expected -= Double.log(abs(x[0]))
            }
            #expect(abs(value - expected) <= 1e-9 * abs(expected))
        }
    }

    @Test("The gradient is that of finite differences", arguments: ModelCase.all, [true, false])
    func gradient(model: ModelCase, usesGram: Bool) throws {
        let posterior = try model.prepared(rows: 60, seed: 3).posterior
        let layout = SampleLayout(posterior: posterior)
        var density = LogPosterior(
            posterior: posterior, center: layout.parameters(Self.point(layout, seed: 99)), usesGram: usesGram)
        let x = Self.point(layout, seed: 1)
        var gradient = x
        _ = density.value(at: x, gradient: &gradient)
        var other = x
        for index in x.indices {
            let step = 1e-5
            func value(_ offset: Double) -> Double {
                var moved = x
                moved[index] += offset
                return density.value(at: moved, gradient: &other)
            }
            // Four points: the error is of the fourth order.
            let near = value(step) - value(-step)
            let far = value(2 * step) - value(-2 * step)
            let difference = (8 * near - far) / 12 / step
            #expect(abs(gradient[index] - difference) <= 1e-5 * max(1, abs(difference)))
        }
    }

    @Test("The density cannot be computed where sigma overflows")
    func overflow() throws {
        let posterior = try ModelCase.all[0].prepared(rows: 40, seed: 3).posterior
        let layout = SampleLayout(posterior: posterior)
        var x = Self.point(layout, seed: 1)
        var density = LogPosterior(posterior: posterior, center: layout.parameters(x))
        var gradient = x
        x[layout.logSigma] = 800
        #expect(density.value(at: x, gradient: &gradient) == -.infinity)
        x[layout.logSigma] = -800
        #expect(density.value(at: x, gradient: &gradient) == -.infinity)
    }
}
