import Foundation
import Testing

@testable import ProphetEngine

/// The exact distribution of the trend is that of its closed forms, and that of simulated paths.
@Suite("Trend deviation")
struct TrendDeviationTests {
    private static func normalTail(_ x: Double) -> Double { erfc(x / 2.0.squareRoot()) / 2 }

    /// The tail of a Laplace number plus normal noise.
    private static func tail(_ x: Double, scale: Double, noise: Double) -> Double {
        guard noise > 0 else { return exp(-x / scale) / 2 }
        let lift = noise * noise / (2 * scale * scale)
        return exp(lift - x / scale) * normalTail(noise / scale - x / noise) / 2 + normalTail(x / noise)
            - exp(lift + x / scale) * normalTail(noise / scale + x / noise) / 2
    }

    /// The tail as a mixture of Laplace numbers, by partial fractions; exact enough for few rows only.
    private static func mixtureTail(_ x: Double, scale: Double, q: Double, rows: Int, noise: Double) -> Double
    {
        let sizes = (0..<rows).map { scale * (Double($0) + 0.5) }
        var result = noise > 0 ? pow(1 - q, Double(rows)) * normalTail(x / noise) : 0
        for size in sizes {
            let weight = sizes.filter { $0 != size }.reduce(q) {
                $0 * (1 - q + q / (1 - $1 * $1 / (size * size)))
            }
            result += weight * tail(x, scale: size, noise: noise)
        }
        return result
    }

    @Test(
        "Tails are those of the closed form",
        arguments: [0.001, 0.2, 1], [0, 1e-6, 0.3, 4])
    func closedForm(q: Double, noise: Double) {
        let rows = 6
        let changes = RateChanges(step: 0.01, frequency: q / 0.01, scale: 3)
        let scale = 0.03
        var deviation = TrendDeviation(changes: changes, rows: rows, noise: noise * scale)
        for row in 1...rows {
            deviation.advance()
            for x in [0.01, 0.3, 1, 4, 20] where noise < 1 || x > 1 {
                let expected = Self.mixtureTail(
                    x * scale, scale: scale, q: q, rows: row, noise: noise * scale)
                let found = deviation.tail(beyond: x * scale, noise: noise * scale).probability
                #expect(abs(found - expected) <= 1e-10)
            }
        }
    }

    @Test("A quantile has its probability, whatever the ratio of the scales")
    func quantiles() {
        for (rows, q, noise) in [(400, 0.01, 0.01), (2000, 1, 1e-9), (5, 1e-6, 3), (365, 0.008, 0)] {
            let changes = RateChanges(step: 0.001, frequency: q / 0.001, scale: 0.1)
            var deviation = TrendDeviation(changes: changes, rows: rows, noise: noise)
            var x = 0.0
            var noiseless = 0.0
            for row in 1...rows {
                deviation.advance()
                guard row % 50 == 1 || row < 4 else { continue }
                let trend = deviation.quantile(upperTail: 0.05, near: noiseless)
                // Deviations grow from row to row, and noise does not make them smaller.
                #expect(trend >= noiseless)
                #expect(trend == 0 || abs(deviation.tail(beyond: trend).probability - 0.05) <= 1e-11)
                noiseless = trend
                x = deviation.quantile(upperTail: 0.05, noise: noise, near: x)
                #expect(x >= trend * (1 - 1e-9))
                #expect(x == 0 || abs(deviation.tail(beyond: x, noise: noise).probability - 0.05) <= 1e-11)
            }
        }
    }

    @Test("A trend that has hardly changed has no width, and many changes make it normal")
    func limits() {
        var rare = TrendDeviation(
            changes: RateChanges(step: 0.01, frequency: 1, scale: 1), rows: 30, noise: 0)
        for row in 1...30 {
            rare.advance()
            let isCertain = 1 - pow(0.99, Double(row)) <= 0.2
            #expect((rare.quantile(upperTail: 0.1, near: 0) == 0) == isCertain)
        }
        let rows = 1000
        var frequent = TrendDeviation(
            changes: RateChanges(step: 1, frequency: 1, scale: 1), rows: rows, noise: 0)
        for _ in 0..<rows { frequent.advance() }
        let variance = (0..<rows).reduce(0.0) { $0 + 2 * pow(Double($1) + 0.5, 2) }
        let found = frequent.quantile(upperTail: normalTailOfOne, near: 0) / variance.squareRoot()
        #expect(abs(found - 1) <= 1e-2)
        var none = TrendDeviation(changes: RateChanges(step: 0, frequency: 3, scale: 1), rows: 2, noise: 1)
        none.advance()
        #expect(none.quantile(upperTail: 0.1, near: 0) == 0)
    }

    private let normalTailOfOne = 0.15865525393145705

    @Test(
        "Exact bounds leave out the share of simulated paths that they say", arguments: ComponentMode.allCases
    )
    func simulatedShares(mode: ComponentMode) throws {
        let history = SyntheticSeries.daily(rows: 300, seed: 5)
        let samples = 20_000
        let options = ProphetOptions(
            seasonalityMode: mode, intervalWidth: 0.8, uncertaintySamples: samples)
        let fitted = try ProphetModel(options: options).fit(history)
        let frame = ProphetFrame(ds: SyntheticSeries.future(of: history, rows: 80))
        let exact = try fitted.predict(frame, intervals: .exact)
        let paths = try fitted.predictiveSamples(frame, seed: 4)
        // Five standard errors of a share.
        let margin = 5 * (0.1 * 0.9 / Double(samples)).squareRoot()
        func share(_ isBeyond: (Double) -> Bool, _ values: ArraySlice<Double>) -> Double {
            Double(values.count(where: isBeyond)) / Double(samples)
        }
        for row in exact.ds.indices {
            let yhat = paths.yhat(row: row)
            #expect(abs(share({ $0 > exact.yhatUpper[row] }, yhat) - 0.1) <= margin)
            #expect(abs(share({ $0 < exact.yhatLower[row] }, yhat) - 0.1) <= margin)
            let trend = paths.trend(row: row)
            let (lower, upper) = (exact.trendLower[row], exact.trendUpper[row])
            // Paths that never changed lie on one value.
            let slack = 1e-9 * fitted.yScale
            #expect(share({ $0 > upper + slack }, trend) <= 0.1 + margin)
            #expect(share({ $0 >= upper - slack }, trend) >= 0.1 - margin)
            #expect(share({ $0 < lower - slack }, trend) <= 0.1 + margin)
            #expect(share({ $0 <= lower + slack }, trend) >= 0.1 - margin)
        }
    }
}
