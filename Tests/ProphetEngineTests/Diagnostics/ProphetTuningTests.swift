import TestSupport
import Testing

@testable import ProphetEngine

/// Searches: scores are those of single cross-validations, and nothing disappears.
@Suite("Tuning")
struct ProphetTuningTests {
    private static let day = SyntheticSeries.day
    private static let base = ProphetOptions(changepointCount: 8, uncertaintySamples: 40)

    private static func validation(
        _ mode: CrossValidationOptions.Mode = .leakFree, threads: Int? = nil
    ) -> CrossValidationOptions {
        CrossValidationOptions(
            horizon: 30 * day, period: 45 * day, initial: 120 * day, mode: mode, knownRegressors: ["wave"],
            seed: 9, threads: threads)
    }

    private static let grid = OptionGrid(
        base: base, seasonalityModes: [.additive, .multiplicative], seasonalityPriorScales: [0.1, 10],
        changepointPriorScales: [0.01, 0.5])

    @Test("A grid holds every combination once, with a label of its own")
    func gridIsComplete() {
        let candidates = Self.grid.candidates
        #expect(candidates.count == 8)
        #expect(Set(candidates.map(\.options)).count == 8)
        #expect(Set(candidates.map(\.label)).count == 8)
        #expect(
            candidates[1].label
                == "seasonality mode additive, seasonality prior scale 0.1, changepoint prior scale 0.5")
        #expect(OptionGrid(base: Self.base).candidates == [OptionCandidate("base", Self.base)])
        let varied = OptionGrid(
            growths: [.linear, .flat], changepointCounts: [3], changepointRanges: [0.5, 0.9])
        #expect(varied.candidates.count == 4)
        #expect(varied.candidates.allSatisfy { $0.options.changepointCount == 3 })
    }

    @Test("Random options stay in their ranges and depend on nothing but the seed")
    func randomOptionsAreRepeatable() {
        let few = RandomOptionSearch(
            base: Self.base, count: 40, seed: 5, holidaysPriorScale: 2...2,
            seasonalityModes: [.additive, .multiplicative])
        var more = few
        more.count = 60
        #expect(Array(more.candidates.prefix(40)) == few.candidates)
        for candidate in more.candidates {
            #expect((0.001...0.5).contains(candidate.options.changepointPriorScale))
            #expect((0.01...10).contains(candidate.options.seasonalityPriorScale))
            #expect(candidate.options.holidaysPriorScale == 2)
        }
        let low = more.candidates.count { $0.options.changepointPriorScale < 0.0224 }
        #expect((18...42).contains(low), "half of the draws are below the middle of the logarithmic scale")
        #expect(Set(more.candidates.map(\.options.seasonalityMode)).count == 2)
        more.seed = 6
        #expect(more.candidates[0] != few.candidates[0])
    }

    @Test(
        "A score is that of the cross-validation of its candidate",
        arguments: [CrossValidationOptions.Mode.leakFree, .prophet], [Metric.rmse, .mdape, .coverage])
    func scoresAreThoseOfCrossValidation(mode: CrossValidationOptions.Mode, metric: Metric) throws {
        let history = SyntheticSeries.rich(rows: 330, seed: 3)
        var grid = Self.grid
        grid.base.regressors = [Regressor("wave")]
        let tuning = ProphetTuning(
            candidates: grid.candidates, validation: Self.validation(mode), metric: metric)
        let result = try tuning.run(history)
        #expect(result.failures.isEmpty)
        #expect(result.ranked.count == 8)
        #expect(result.notes.contains(.futureTaken("wave")) == false)
        for score in result.ranked {
            let single = try ProphetModel(options: score.candidate.options)
                .crossValidation(history, Self.validation(mode))
            #expect(result.cutoffs == single.cutoffs)
            #expect(result.rows == single.count)
            let metrics = try single.performanceMetrics([metric, .mae], rollingWindow: 1)
            let expected = try #require(metrics.values(metric)?.first)
            #expect(abs(score.score - expected) <= 1e-6 * expected)
            let other = try #require(metrics.values(.mae)?.first)
            #expect(abs(try #require(score.others[.mae]) - other) <= 1e-6 * other)
            #expect(score.foldScores.count == result.cutoffs.count)
        }
        let order = result.ranked.map { metric == .coverage ? abs($0.score - 0.8) : $0.score }
        #expect(order == order.sorted())
        #expect(result.best == result.ranked.first)
    }

    @Test("The number of threads does not matter", arguments: [1, 3])
    func threadsDoNotMatter(threads: Int) throws {
        let history = SyntheticSeries.daily(rows: 300, seed: 8)
        var tuning = ProphetTuning(candidates: Self.grid.candidates, validation: Self.validation())
        let all = try tuning.run(history)
        tuning.validation.threads = threads
        let some = try tuning.run(history)
        #expect(all == some)
    }

    @Test("A set of options that fails is listed with its reason, the others are ranked")
    func failuresAreListed() throws {
        let history = SyntheticSeries.daily(rows: 300, seed: 8)
        var logistic = Self.base
        logistic.growth = .logistic
        var invalid = Self.base
        invalid.changepointPriorScale = -1
        var unknown = Self.base
        unknown.regressors = [Regressor("rain")]
        let candidates = [
            OptionCandidate("logistic", logistic), OptionCandidate("invalid", invalid),
            OptionCandidate("good", Self.base), OptionCandidate("unknown", unknown),
        ]
        let result = try ProphetTuning(candidates: candidates, validation: Self.validation()).run(history)
        #expect(result.ranked.map(\.candidate.label) == ["good"])
        #expect(result.failures.map(\.candidate.label) == ["logistic", "invalid", "unknown"])
        #expect(
            result.failures.map(\.reason) == [
                .error(.capMissing), .error(.priorScale(of: "changepoints", -1)),
                .error(.futureUnknown("rain")),
            ])
        #expect(result.failures.map(\.cutoff) == [result.cutoffs[0], nil, nil])
        #expect(result.failures.allSatisfy { $0.description.contains($0.candidate.label) })
    }

    @Test("A metric that cannot be computed fails every candidate and says why")
    func metricFails() throws {
        let plain = SyntheticSeries.daily(rows: 300, seed: 8)
        let history = ProphetHistory(ds: plain.ds, y: Array(plain.y.dropLast()) + [0])
        let result = try ProphetTuning(
            candidates: [OptionCandidate("only", Self.base)], validation: Self.validation(), metric: .mape
        ).run(history)
        #expect(result.best == nil)
        let skip = MetricSkip(metric: .mape, reason: .valueNearZero(0))
        #expect(result.failures.map(\.reason) == [.skipped(skip)])
    }

    @Test("Only the rows of the chosen horizons are scored")
    func horizonsAreChosen() throws {
        let history = SyntheticSeries.daily(rows: 300, seed: 8)
        var tuning = ProphetTuning(
            candidates: [OptionCandidate("only", Self.base)], validation: Self.validation(), metric: .mae,
            horizons: (7 * Self.day)...(7 * Self.day))
        let result = try tuning.run(history)
        #expect(result.rows == result.cutoffs.count)
        let single = try ProphetModel(options: Self.base).crossValidation(history, Self.validation())
        let metrics = try single.performanceMetrics([.mae], rollingWindow: 0)
        let seventh = try #require(metrics.values(.mae))[6]
        #expect(abs(try #require(result.best).score - seventh) <= 1e-6 * seventh)
        tuning.horizons = 1...2
        #expect(throws: ProphetError.noRowsToScore) { try tuning.run(history) }
    }

    @Test("A search without candidates is refused")
    func nothingToTune() {
        #expect(throws: ProphetError.nothingToTune) {
            try ProphetTuning(candidates: [], validation: Self.validation())
                .run(SyntheticSeries.daily(rows: 300, seed: 8))
        }
    }
}
