import Foundation
import TestSupport
import Testing

@testable import ProphetEngine

/// Posteriors with narrow ridges and several maxima: where columns can stand for the trend.
@Suite("Ridges and several maxima")
struct RidgeTests {
    /// More rounds than a search takes that follows the ridge, and half of those after which one gives up.
    private static let fewRounds = 1_000

    /// Rows that are noisy around a level that hardly changes.
    private static func level(rows: Int, step: Int64, seed: UInt64) -> ProphetHistory {
        var random = SeededGenerator(seed: seed)
        let y = (0..<rows).map { row in
            60 + 3 * sin(Double(row) / 9) + Double.random(in: -2...2, using: &random)
        }
        return ProphetHistory(ds: (0..<rows).map { 18_600 * SyntheticSeries.day + Int64($0) * step }, y: y)
    }

    @Test(
        "A seasonality that is almost constant over the history does not hold the fit up",
        arguments: 0..<6 as Range<UInt64>)
    func slowSeasonality(seed: UInt64) throws {
        let history = Self.level(rows: 400, step: 3_600_000, seed: seed)
        let options = ProphetOptions(
            growth: .flat, yearlySeasonality: .on, weeklySeasonality: .on, seasonalityMode: .multiplicative)
        let report = try ProphetModel(options: options).fit(history).report
        #expect(report.rounds <= Self.fewRounds)
        #expect(report.kktResidual <= 1e-7)
    }

    @Test(
        "A large constant that multiplies the trend does not hold the fit up",
        arguments: [Growth.flat, .linear])
    func constantMultiplier(growth: Growth) throws {
        var frame = Self.level(rows: 300, step: SyntheticSeries.day, seed: 3).frame
        frame.regressors["open"] = frame.ds.map { _ in 100 }
        let history = ProphetHistory(frame, y: Self.level(rows: 300, step: SyntheticSeries.day, seed: 3).y)
        let options = ProphetOptions(
            growth: growth, regressors: [Regressor("open", mode: .multiplicative)])
        let report = try ProphetModel(options: options).fit(history).report
        #expect(report.rounds <= Self.fewRounds)
        #expect(!report.warnings.contains { if case .inexactOptimum = $0 { true } else { false } })
    }

    @Test("A cap far above all values does not hold logistic growth up")
    func farCap() throws {
        let y = (0..<60).map { 1 + Double($0) / 60 }
        let frame = ProphetFrame(
            ds: y.indices.map { Int64($0) * SyntheticSeries.day }, cap: y.map { $0 * 1e6 })
        let report = try ProphetModel(options: ProphetOptions(growth: .logistic))
            .fit(ProphetHistory(frame, y: y)).report
        #expect(report.rounds <= Self.fewRounds)
    }

    /// A rising series of five-minute rows for which Prophet 1.5.0 reports a log posterior of 130.617159.
    @Test("With few rows the highest of several maxima is found")
    func severalMaxima() throws {
        let y = [
            54.626, 56.846, 56.316, 54.958, 56.12, 58.249, 58.015, 59.922, 57.455, 62.176, 62.613, 59.942,
            61.755,
            62.106, 62.997, 65.017, 64.688, 65.437, 68.233, 70.03, 69.382, 71.275, 70.668, 74.278, 76.728,
            76.162,
            76.629, 75.745, 78.637, 77.988,
        ]
        let ds = y.indices.map { 18_659 * SyntheticSeries.day + Int64($0) * 300_000 }
        let options = ProphetOptions(
            yearlySeasonality: .off, weeklySeasonality: .on, seasonalityMode: .multiplicative)
        let fitted = try ProphetModel(options: options).fit(ProphetHistory(ds: ds, y: y))
        #expect(fitted.report.logPosterior >= 130.617159)
        // From twice the initial rate the climb ends lower: there is more than one maximum.
        let prepared = try PreparedModel(options: options, history: ProphetHistory(ds: ds, y: y))
        var start = prepared.initialParameters
        start.k *= 2
        start.m *= 2
        let other = try PosteriorSolver(posterior: prepared.posterior).solve(from: start)
        #expect(other.logDensity < 120)
        // A search that begins there tries a smaller trend too.
        let searched = try PosteriorSolver(posterior: prepared.posterior).search(from: start)
        #expect(searched.logDensity >= 130.617159)
    }

    /// Series on which the climb from Prophet's start ends on a lower maximum than that from twice its rate.
    @Test(
        "The best start of logistic growth is found, also by a part of the rows",
        arguments: [(rows: 60, seed: 21 as UInt64), (900, 55)])
    func logisticStarts(rows: Int, seed: UInt64) throws {
        let plain = SyntheticSeries.daily(rows: rows, seed: seed, noise: 1)
        let low = plain.y.min() ?? 0
        let y = plain.y.map { $0 - low + 1 }
        let cap = 1.05 * (y.max() ?? 1)
        let options = ProphetOptions(
            growth: .logistic, changepointCount: 10, changepointPriorScale: 0.5, yearlySeasonality: .off,
            weeklySeasonality: .off)
        let frame = ProphetFrame(ds: plain.ds, cap: y.map { _ in cap })
        let prepared = try PreparedModel(options: options, history: ProphetHistory(frame, y: y))
        let solver = PosteriorSolver(posterior: prepared.posterior)
        var start = prepared.initialParameters
        let first = try solver.solve(from: start)
        start.k *= 2
        let second = try solver.solve(from: start)
        #expect(second.logDensity > first.logDensity + 1)
        let found = try solver.search(from: prepared.initialParameters)
        #expect(found.logDensity >= second.logDensity - 1e-6)
        #expect(found.kktResidual <= 1e-8)
    }
}
