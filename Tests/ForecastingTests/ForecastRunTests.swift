import Candles
import ProphetEngine
import RealModule
import TestSupport
import Testing

@testable import Forecasting

@Suite("ForecastRun")
struct ForecastRunTests {
    private static let prophet = ForecastModel.prophet(ProphetOptions(uncertaintySamples: 50))

    @Test("The chosen model is the one with the lowest error in the study")
    func lowestError() throws {
        // A straight line in log price: drift is never wrong, the last value always is.
        let series = Walks.series((0..<200).map { 100 * Double.exp(0.01 * Double($0)) })
        let run = try ForecastRun(series, models: [], options: StudyOptions(horizon: 10))
        #expect(run.choice.model == "drift")
        #expect(run.choice.reason.contains("Drift has the lowest mean absolute error"))
        #expect(run.chosen?.model == "drift")
    }

    @Test("Of equally good models the last value is chosen, and the choice says that nothing is better")
    func ties() throws {
        let run = try ForecastRun(
            Walks.series([Double](repeating: 42, count: 200)), models: [], options: StudyOptions(horizon: 10))
        #expect(run.choice.model == "last-value")
        #expect(run.choice.reason.contains("No model of this study is better"))
        #expect(run.forecasts.allSatisfy { $0.yhat.allSatisfy { abs($0 - 42) < 1e-9 } })
    }

    @Test("Without a study the last value is chosen, a forecast is made, and the reason is said")
    func noStudy() throws {
        let run = try ForecastRun(Walks.series(40, seed: 3), models: [Self.prophet])
        #expect(run.study == nil)
        #expect(run.refusal == .lessDataThanHorizon(have: 40, needed: 90, horizon: 30))
        #expect(run.choice.model == "last-value")
        #expect(run.choice.reason.contains("less data than horizon"))
        #expect(run.forecasts.map(\.model) == ["last-value", "drift", "prophet"])
        #expect(run.chosen?.days.count == 30)
        #expect(run.notes.contains { $0.contains("less data than horizon") })
    }

    @Test("An empty series cannot be forecast")
    func empty() {
        #expect(throws: ForecastError.tooFewDays(have: 0, needed: 3)) {
            try ForecastRun(DailySeries(days: [], closes: []), models: [])
        }
    }

    @Test("A model that gives no forecast is named, and never chosen")
    func failure() throws {
        let bad = ForecastModel.prophet(ProphetOptions(intervalWidth: 0.8, scaling: .absmax), name: "good")
        let worse = ForecastModel.prophet(ProphetOptions(changepointPriorScale: -1), name: "bad")
        let run = try ForecastRun(Walks.series(150, seed: 2), models: [bad, worse])
        #expect(run.failures.map(\.model) == ["bad"])
        #expect(run.forecasts.map(\.model) == ["last-value", "drift", "good"])
        #expect(run.notes.contains { $0.contains("bad gives no forecast") })
    }

    @Test("The same input gives the same run")
    func determinism() throws {
        let series = Walks.series(200, seed: 11)
        let run = {
            try ForecastRun(series, models: [Self.prophet], options: StudyOptions(horizon: 10, seed: 3))
        }
        #expect(try run() == run())
    }

    @Test("Results of parallel work stand in the order of their values", arguments: [0, 1, 7, 500])
    func parallelOrder(count: Int) {
        #expect(parallelMap(Array(0..<count)) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }

    @Test(
        "Every error says what is wrong and what to do",
        arguments: [
            ForecastError.tooFewDays(have: 2, needed: 3),
            .lessDataThanHorizon(have: 2, needed: 90, horizon: 30),
            .model("prophet", problem: "it is bad.", remedy: ""),
            .notFinite(model: "prophet", day: UTCDay(20_000), value: .infinity),
        ])
    func errors(error: ForecastError) {
        #expect(error.problem.hasSuffix(".") && error.remedy.hasSuffix("."))
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }
}
