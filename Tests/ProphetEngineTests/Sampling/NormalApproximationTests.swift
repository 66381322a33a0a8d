import RealModule
import Testing

@testable import ProphetEngine

/// The normal approximation has the moments of what it stands for.
@Suite("Normal approximation")
struct NormalApproximationTests {
    @Test(
        "The product with the Laplace prior has its moments",
        arguments: [0, 0.3, -2, 8, 60], [0.01, 1, 30])
    func siteMoments(mean: Double, variance: Double) {
        let lambda = 1.7
        let found = LaplaceSite.moments(mean: mean, variance: variance, lambda: lambda)
        // Simpson's rule on either side of the kink, where the product is not negligible.
        let mode =
            mean > lambda * variance
            ? mean - lambda * variance : mean < -lambda * variance ? mean + lambda * variance : 0
        func weight(_ x: Double) -> Double {
            let (a, b) = (x - mean, mode - mean)
            return Double.exp((b * b - a * a) / (2 * variance) - lambda * (abs(x) - abs(mode)))
        }
        var sums = (0.0, 0.0, 0.0)
        let reach = 12 * variance.squareRoot()
        for (from, to) in [(min(0, mode - reach), 0), (0, max(0, mode + reach))] {
            let step = (to - from) / 20_000
            for index in 0...20_000 {
                let x = from + Double(index) * step
                let rule = index == 0 || index == 20_000 ? 1.0 : index.isMultiple(of: 2) ? 2 : 4
                let w = rule * step * weight(x)
                sums = (sums.0 + w, sums.1 + w * x, sums.2 + w * x * x)
            }
        }
        let expected = sums.1 / sums.0
        let spread = sums.2 / sums.0 - expected * expected
        #expect(abs(found.mean - expected) <= 1e-7 * spread.squareRoot())
        #expect(abs(found.variance / spread - 1) <= 1e-6)
    }

    @Test("Far from the data the prior alone is left")
    func priorAlone() {
        let found = LaplaceSite.moments(mean: 0, variance: 1e6, lambda: 20)
        #expect(abs(found.variance / (2.0 / 400) - 1) <= 1e-3)
    }

    @Test("Both sides of the series for far tails agree")
    func tails() {
        for lambda in [28.0, 29.9, 30.1, 32] {
            let near = LaplaceSite.moments(mean: 0, variance: 1, lambda: lambda)
            // For x of scale 1/lambda the normal factor hardly matters: a series in 1/lambda².
            let q = 1 / (lambda * lambda)
            #expect(abs(near.variance / (2 * q * (1 - 5 * q + 37 * q * q)) - 1) <= 400 * q * q * q)
        }
    }
}
