import TestSupport
import Testing

@testable import ProphetEngine

/// Cross-validation: Prophet's own numbers in its mode, no knowledge of the future in the other.
@Suite("Cross-validation")
struct CrossValidationTests {
    private static let day = SyntheticSeries.day

    private static func options(
        _ mode: CrossValidationOptions.Mode = .leakFree, known: Set<String> = [], threads: Int? = nil
    ) -> CrossValidationOptions {
        CrossValidationOptions(
            horizon: 30 * day, period: 40 * day, initial: 90 * day, mode: mode, knownRegressors: known,
            columns: ["trend", "weekly"], seed: 3, threads: threads)
    }

    private static let quick = ProphetOptions(changepointCount: 8, uncertaintySamples: 50)

    @Test(
        "Folds are Prophet's at their true optimum", .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: [
            "crypto_additive", "crypto_multiplicative", "peyton_default", "air_multiplicative",
            "synth_regressors_mixed",
        ])
    func foldsAreProphets(name: String) throws {
        let golden = try GoldenCase.load(name)
        let expected = try GoldenValidation.load(name)
        var options = golden.prophetOptions
        options.uncertaintySamples = 0
        let fitted = try ProphetModel(options: options).fit(golden.prophetHistory)
        let result = try fitted.crossValidation(expected.options)
        #expect(result.cutoffs == expected.cutoffs.map(GoldenTime.milliseconds))
        #expect(result.ds == expected.ds.map(GoldenTime.milliseconds))
        #expect(result.cutoff == expected.cutoff_index.map { result.cutoffs[$0] })
        #expect(result.y == expected.y)
        #expect(!result.hasIntervals)
        for (fold, density) in zip(result.folds, expected.map_lp_per_cutoff) {
            #expect(abs(fold.report.logPosterior - density) <= 1e-8 * max(1, abs(density)))
        }
        let scale = golden.setup.y_scale
        let distance = zip(result.yhat, expected.yhat_map).map { abs($0 - $1) }.max() ?? .infinity
        #expect(distance <= 1e-7 * scale, "yhat differs by \(distance / scale) of its scale")
        for (window, golden) in [(0.1, expected.rolling), (1, expected.overall)] {
            let metrics = try result.performanceMetrics(golden.values.map(\.0), rollingWindow: window)
            if let horizons = golden.horizon_seconds {
                #expect(metrics.horizons == horizons.map { Int64($0 * 1000) })
            }
            for (metric, values) in golden.values {
                let found = try #require(metrics.values(metric))
                #expect(found.count == values.count)
                // Errors of yhat of 1e-7 of the scale move shares of small values by more than others.
                let worst = zip(found, values).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? .infinity
                #expect(worst <= 1e-5, "\(metric) over \(window) differs by \(worst)")
            }
        }
    }

    @Test("The number of threads does not matter", arguments: [1, 2, 7])
    func threadsDoNotMatter(threads: Int) throws {
        let history = SyntheticSeries.daily(rows: 300, seed: 5)
        let model = try ProphetModel(options: Self.quick)
        let all = try model.crossValidation(history, Self.options())
        let some = try model.crossValidation(history, Self.options(threads: threads))
        #expect(all == some)
        #expect(all.folds.count == 5)
        #expect(all.yhatLower.count == all.count)
        let trend = try #require(all.column("trend"))
        let weekly = try #require(all.column("weekly"))
        #expect(zip(all.yhat, zip(trend, weekly)).allSatisfy { abs($0 - $1.0 - $1.1) <= 1e-9 })
    }

    /// Property: a fold forecasts the same whatever comes after its cutoff.
    @Test("What comes after a cutoff does not matter to its fold", arguments: 0..<6 as Range<UInt64>)
    func futureDoesNotMatter(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let history = SyntheticSeries.rich(rows: 260, seed: seed)
        var options = Self.quick
        options.growth = seed.isMultiple(of: 2) ? .linear : .logistic
        options.scaling = seed.isMultiple(of: 3) ? .minmax : .absmax
        options.regressors = [Regressor("wave", predictor: ProphetOptions(uncertaintySamples: 0))]
        options.seasonalities = [
            CustomSeasonality(name: "pair", period: 5, order: 2, condition: "even")
        ]
        options.changepoints = [20, 60, 100, 140, 180, 220].map { history.ds[$0] }
        let model = try ProphetModel(options: options)
        let validation = Self.options()
        let honest = try model.crossValidation(history, validation)
        for (index, fold) in honest.folds.enumerated() {
            let first = fold.trainingRows
            var y = history.y
            var frame = history.frame
            for row in first..<history.y.count {
                y[row] = .random(in: -1e6...1e6, using: &random)
                frame.regressors["wave"]?[row] = .random(in: -1e6...1e6, using: &random)
            }
            var alone = validation
            alone.cutoffs = [fold.cutoff]
            let garbled = try model.crossValidation(ProphetHistory(frame, y: y), alone)
            #expect(garbled.yhat == Array(honest.yhat[fold.rows]), "fold \(index)")
            #expect(garbled.folds[0].report == fold.report)
        }
    }

    @Test("Automatic seasonalities are those of the fold, but in Prophet's mode those of the whole history")
    func seasonalitiesOfTheFold() throws {
        let history = SyntheticSeries.daily(rows: 800, seed: 2)
        var options = Self.options()
        options.columns = ["yearly"]
        options.initial = 300 * Self.day
        options.period = 100 * Self.day
        let model = try ProphetModel(options: Self.quick)
        let honest = try model.crossValidation(history, options)
        options.mode = .prophet
        let prophet = try model.crossValidation(history, options)
        let frozen = try #require(prophet.column("yearly"))
        #expect(frozen.allSatisfy { $0.isFinite })
        let early = try #require(honest.column("yearly"))
        for fold in honest.folds {
            let isYearly = fold.trainingRows > 730
            #expect(early[fold.rows].allSatisfy { $0.isFinite == isYearly })
        }
        let note = CrossValidationNote.seasonalityLongerThanInitial(
            "yearly", period: 365.25 * 86_400_000, initial: 300 * Self.day)
        #expect(prophet.notes == [note])
    }

    @Test("An automatic seasonality that is off in some folds is noted")
    func comingSeasonality() throws {
        let history = SyntheticSeries.daily(rows: 40, seed: 1)
        let day = Self.day
        let options = CrossValidationOptions(
            horizon: 5 * day, cutoffs: [10, 20, 30].map { history.ds[$0] }, mode: .leakFree)
        let notes = try ProphetModel(options: Self.quick).crossValidation(history, options).notes
        #expect(notes.contains(.seasonalityOff("weekly", folds: 1, of: 3)))
        #expect(!notes.contains(.seasonalityOff("yearly", folds: 3, of: 3)))
        var fixed = Self.quick
        fixed.weeklySeasonality = .on
        #expect(
            try !ProphetModel(options: fixed).crossValidation(history, options).notes
                .contains(.seasonalityOff("weekly", folds: 1, of: 3)))
    }

    @Test("Prophet's mode needs no fit of the whole history", arguments: [Growth.linear, .logistic, .flat])
    func prophetModeNeedsNoFit(growth: Growth) throws {
        let history = SyntheticSeries.rich(rows: 260, seed: 6)
        var options = Self.quick
        options.growth = growth
        options.regressors = [Regressor("wave", standardize: .on)]
        options.seasonalities = [CustomSeasonality(name: "pair", period: 5, order: 2, condition: "even")]
        let model = try ProphetModel(options: options)
        let unfitted = try model.crossValidation(history, Self.options(.prophet))
        let fitted = try model.fit(history).crossValidation(Self.options(.prophet))
        #expect(unfitted == fitted)
    }

    @Test("Without anything to leak both modes agree, logistic growth with its floor of 0 included")
    func modesAgree() throws {
        let history = SyntheticSeries.rich(rows: 260, seed: 6)
        for growth in Growth.allCases {
            var options = Self.quick
            options.growth = growth
            options.uncertaintySamples = 0
            let model = try ProphetModel(options: options)
            let honest = try model.crossValidation(history, Self.options())
            let prophet = try model.crossValidation(history, Self.options(.prophet))
            #expect(zip(honest.yhat, prophet.yhat).allSatisfy { abs($0 - $1) <= 1e-7 * abs($1) })
        }
    }

    @Test("Prophet's mode scales by the largest value, the other as the model does")
    func scalingIsKept() throws {
        let history = SyntheticSeries.daily(rows: 260, seed: 6)
        var options = Self.quick
        options.uncertaintySamples = 0
        let absmax = try ProphetModel(options: options).crossValidation(history, Self.options())
        options.scaling = .minmax
        let model = try ProphetModel(options: options)
        let prophet = try model.crossValidation(history, Self.options(.prophet))
        let honest = try model.crossValidation(history, Self.options())
        #expect(zip(prophet.yhat, absmax.yhat).allSatisfy { abs($0 - $1) <= 1e-7 * abs($1) })
        #expect(zip(honest.yhat, absmax.yhat).contains { abs($0 - $1) > 1e-4 * abs($1) })
    }

    @Test("Explicit changepoints after the last row of a fold are dropped, in Prophet's mode those on it too")
    func changepointsOfTheFold() {
        let history = SyntheticSeries.daily(rows: 50, seed: 1)
        let split = ValidationDesign.Split(cutoff: history.ds[19], trainingRows: 20, testRows: 20..<30)
        let fold = FoldData(split, of: history)
        let options = ProphetOptions(changepoints: [10, 19, 20].map { history.ds[$0] })
        #expect(fold.options(options, .leakFree).changepoints == [history.ds[10], history.ds[19]])
        #expect(fold.options(options, .prophet).changepoints == [history.ds[10]])
        #expect(fold.training.ds == Array(history.ds[..<20]))
        #expect(fold.test.ds == Array(history.ds[20..<30]))
        #expect(fold.y == Array(history.y[20..<30]))
    }

    @Test("A regressor whose future is not known is refused, unless it is declared or forecast")
    func unknownFutureIsRefused() throws {
        let history = SyntheticSeries.rich(rows: 260, seed: 1)
        var options = Self.quick
        options.regressors = [Regressor("wave")]
        let model = try ProphetModel(options: options)
        #expect(throws: ProphetError.futureUnknown("wave")) {
            try model.crossValidation(history, Self.options())
        }
        let declared = try model.crossValidation(history, Self.options(known: ["wave"]))
        #expect(declared.notes.isEmpty)
        let prophet = try model.fit(history).crossValidation(Self.options(.prophet))
        #expect(prophet.notes.contains(.futureTaken("wave")))
    }

    @Test("A column that no fold has is named")
    func missingColumnIsNamed() throws {
        var options = Self.options()
        options.columns = ["moon"]
        let result = try ProphetModel(options: Self.quick)
            .crossValidation(SyntheticSeries.daily(rows: 200, seed: 1), options)
        #expect(result.notes == [.columnMissing("moon")])
        let moon = try #require(result.column("moon"))
        #expect(moon.allSatisfy { $0.isNaN })
    }

    @Test("Cutoffs that leave no history or no horizon are refused")
    func refusesCutoffs() throws {
        let day = Self.day
        let history = SyntheticSeries.daily(rows: 200, seed: 1)
        let model = try ProphetModel(options: Self.quick)
        let first = history.ds[0]
        func check(_ cutoffs: [Int64], _ error: ProphetError) {
            #expect(throws: error) {
                try model.crossValidation(
                    history, CrossValidationOptions(horizon: 30 * day, cutoffs: cutoffs))
            }
        }
        check([first], .cutoffTooEarly(first, first: first))
        check([first + 170 * day], .cutoffTooLate(first + 170 * day, latest: first + 169 * day))
        check([first + day / 2], .tooFewRowsBeforeCutoff(first + day / 2, rows: 1))
        check([], .noCutoffs(initial: 0, horizon: 30 * day, span: 199 * day))
        #expect(throws: ProphetError.duration("horizon", -1)) {
            try model.crossValidation(history, CrossValidationOptions(horizon: -1))
        }
        #expect(throws: ProphetError.lessDataThanHorizon(horizon: 300 * day, span: 199 * day)) {
            try model.crossValidation(history, CrossValidationOptions(horizon: 300 * day))
        }
    }
}
