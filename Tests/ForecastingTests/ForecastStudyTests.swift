import Candles
import Forecasting
import ProphetEngine
import RealModule
import TestSupport
import Testing

@Suite("ForecastStudy")
struct ForecastStudyTests {
    private static let options = StudyOptions(horizon: 10, initial: 100, maximumCutoffs: 4, seed: 5)
    private static let prophet = ForecastModel.prophet(ProphetOptions(uncertaintySamples: 50))

    @Test("The baselines are always part of the result, first and once")
    func baselines() throws {
        let series = Walks.series(300, seed: 1)
        for models in [[], [.drift], [Self.prophet, .lastValue]] as [[ForecastModel]] {
            let result = try ForecastStudy(models, options: Self.options).run(series)
            #expect(Array(result.models.map(\.model).prefix(2)) == ["last-value", "drift"])
            #expect(Set(result.models.map(\.model)).count == result.models.count)
            #expect(result.scores(of: "last-value")?.overall.skill == 0)
        }
    }

    @Test("A row is what the model says at its cutoff and what happened then")
    func rows() throws {
        let series = Walks.series(300, seed: 2)
        let result = try ForecastStudy([], options: Self.options).run(series)
        #expect(result.rows.count == 2 * 4 * 10)
        for cutoff in result.cutoffs {
            let training = series.upTo(cutoff.day)
            #expect(cutoff.trainingDays == training.closes.count)
            #expect(cutoff.scale == training.meanAbsoluteChange())
            let said = try ForecastModel.drift.forecast(training, horizon: 10)
            let rows = result.rows(of: "drift").filter { $0.cutoff == cutoff.day }
            #expect(rows.map(\.yhat) == said.yhat && rows.map(\.lower) == said.lower)
            #expect(rows.map(\.horizon) == Array(1...10))
            #expect(rows.map(\.actual) == said.days.compactMap { series[$0] })
        }
    }

    /// Property: what is said at a cutoff does not depend on anything that happens later.
    @Test("Garbage after a cutoff changes nothing that is said there", arguments: 0..<12 as Range<UInt64>)
    func noLeak(seed: UInt64) throws {
        let closes = Walks.closes(260, seed: seed)
        let options = StudyOptions(horizon: 10, period: 7, initial: 120, maximumCutoffs: 5, seed: seed)
        let study = ForecastStudy([Self.prophet], options: options)
        let honest = try study.run(Walks.series(closes))
        var random = SeededGenerator(seed: seed ^ 0xBAD)
        for cutoff in honest.cutoffs {
            let known = Walks.start.distance(to: cutoff.day) + 1
            let garbage = closes.indices.map { index in
                index < known ? closes[index] : Double.random(in: 1e-6...1e6, using: &random)
            }
            let other = try study.run(Walks.series(garbage))
            for model in ["last-value", "drift", "prophet"] {
                let said = honest.rows(of: model).filter { $0.cutoff == cutoff.day }
                let again = other.rows(of: model).filter { $0.cutoff == cutoff.day }
                #expect(said.map(\.yhat) == again.map(\.yhat))
                #expect(said.map(\.lower) == again.map(\.lower))
                #expect(said.map(\.upper) == again.map(\.upper))
                #expect(said.map(\.actual) != again.map(\.actual))
            }
            #expect(
                honest.cutoffs.first { $0.day == cutoff.day } == other.cutoffs.first { $0.day == cutoff.day })
        }
    }

    @Test(
        "The same seed gives the same result, another seed other Prophet intervals",
        arguments: [1, 2] as [UInt64])
    func determinism(seed: UInt64) throws {
        let series = Walks.series(260, seed: seed)
        let run = { (seed: UInt64) in
            try ForecastStudy(
                [Self.prophet],
                options: StudyOptions(horizon: 10, initial: 150, maximumCutoffs: 3, seed: seed)
            )
            .run(series)
        }
        #expect(try run(seed) == run(seed))
        #expect(try run(seed).rows(of: "prophet") != run(seed + 1).rows(of: "prophet"))
        #expect(try run(seed).rows(of: "drift") == run(seed + 1).rows(of: "drift"))
    }

    @Test("What is said at a cutoff does not depend on how many other cutoffs there are")
    func cutoffsAreIndependent() throws {
        let series = Walks.series(400, seed: 3)
        let run = { (count: Int) in
            try ForecastStudy(
                [Self.prophet],
                options: StudyOptions(horizon: 10, initial: 150, maximumCutoffs: count, seed: 9)
            )
            .run(series)
        }
        let (few, many) = (try run(2), try run(6))
        let shared = Set(few.cutoffs.map(\.day))
        #expect(few.rows(of: "prophet") == many.rows(of: "prophet").filter { shared.contains($0.cutoff) })
    }

    @Test("Scores by horizon and by cutoff are made of the same rows as the scores of all")
    func partsOfTheWhole() throws {
        let result = try ForecastStudy([], options: Self.options).run(Walks.series(300, seed: 8))
        for model in result.models {
            #expect(model.byHorizon.map(\.horizon) == Array(1...10))
            #expect(model.byCutoff.map(\.cutoff) == result.cutoffs.map(\.day))
            for parts in [model.byHorizon.map(\.scores), model.byCutoff.map(\.scores)] {
                #expect(parts.reduce(0) { $0 + $1.count } == model.overall.count)
                let mae = parts.reduce(0) { $0 + $1.mae } / Double(parts.count)
                #expect(abs(mae - model.overall.mae) < 1e-9 * model.overall.mae)
            }
        }
    }

    @Test("A day without a close is left out of the rows, and the others stay")
    func holes() throws {
        let closes = Walks.closes(300, seed: 6)
        let kept = closes.indices.filter { $0 != 295 }
        let series = DailySeries(
            days: kept.map { Walks.start.advanced(by: $0) }, closes: kept.map { closes[$0] })
        let result = try ForecastStudy([], options: Self.options).run(series)
        let last = result.rows(of: "last-value").filter { $0.cutoff == result.cutoffs.last?.day }
        #expect(last.map(\.horizon) == [1, 2, 3, 4, 5, 7, 8, 9, 10])
    }

    @Test("A model that fails is left out and named, and the others are scored")
    func failure() throws {
        let bad = ForecastModel.prophet(ProphetOptions(changepointRange: 2), name: "bad")
        let result = try ForecastStudy([bad], options: Self.options).run(Walks.series(300, seed: 1))
        #expect(result.models.map(\.model) == ["last-value", "drift"])
        #expect(result.failures.map(\.model) == ["bad"])
        #expect(result.notes.contains { $0.contains("bad is left out of the study") && $0.contains("2.0") })
    }

    @Test("A series shorter than training and horizon gives a reason instead of a study")
    func tooShort() {
        #expect(throws: ForecastError.lessDataThanHorizon(have: 89, needed: 90, horizon: 30)) {
            try ForecastStudy([]).run(Walks.series(89, seed: 1))
        }
    }

    @Test("Fewer cutoffs than wanted are said, enough are not")
    func fewCutoffs() throws {
        let few = try ForecastStudy([]).run(Walks.series(150, seed: 1))
        #expect(few.cutoffs.count == 3)
        #expect(few.notes.contains { $0.contains("3 cutoffs") })
        #expect(try ForecastStudy([]).run(Walks.series(1500, seed: 1)).notes.isEmpty)
    }

    /// The figures of the reference study: 6 symbols, 48 cutoffs of 30 days each, the last on 2025-05-31.
    @Test(
        "Recorded series give the scores of the reference study",
        .enabled(if: SharedData.isAvailable, SharedData.hint))
    func reference() throws {
        let symbols = ["ADA", "BNB", "BTC", "ETH", "LTC", "XRP"]
        let results = try symbols.map { symbol in
            try ForecastStudy([], options: StudyOptions(maximumCutoffs: 48))
                .run(Walks.recorded("\(symbol)USDT"))
        }
        #expect(
            results.allSatisfy { $0.cutoffs.count == 48 && $0.cutoffs.last?.day.description == "2025-05-31" })
        let mean = { (model: String, value: (Scores) -> Double) -> Double in
            results.compactMap { $0.scores(of: model).map { value($0.overall) } }.reduce(0, +) / 6
        }
        #expect(abs(mean("last-value", \.mape) - 10.669) < 0.000_5)
        #expect(abs(mean("last-value", \.smape) - 10.695) < 0.000_5)
        #expect(abs(mean("last-value") { $0.mase ?? 0 } - 4.408) < 0.000_5)
        #expect(abs(100 * mean("last-value", \.coverage) - 84.3) < 0.05)
        #expect(abs(mean("drift", \.mape) - 10.97) < 0.005)
        #expect(abs(mean("drift") { $0.mase ?? 0 } - 4.472) < 0.000_5)
    }
}
