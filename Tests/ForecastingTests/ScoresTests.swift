import Candles
import Forecasting
import RealModule
import Testing

@Suite("Scores")
struct ScoresTests {
    private static func row(
        _ cutoff: Int32, _ horizon: Int, actual: Double, yhat: Double, half: Double = 5
    ) -> StudyRow {
        StudyRow(
            model: "m", cutoff: UTCDay(cutoff), day: UTCDay(cutoff).advanced(by: horizon), horizon: horizon,
            actual: actual, yhat: yhat, lower: yhat - half, upper: yhat + half)
    }

    @Test("Every figure is what is worked out by hand")
    func byHand() throws {
        // Errors +10, -4, +1, -20.
        let rows = [
            Self.row(0, 1, actual: 100, yhat: 110), Self.row(0, 2, actual: 80, yhat: 76),
            Self.row(9, 1, actual: 50, yhat: 51), Self.row(9, 2, actual: 40, yhat: 20),
        ]
        let scores = try #require(Scores(rows, scales: [UTCDay(0): 2, UTCDay(9): 5], baseline: 7))
        #expect(scores.count == 4)
        #expect(scores.mae == 35.0 / 4)
        #expect(scores.rmse == Double.sqrt(517.0 / 4))
        #expect(scores.mape == 67.0 / 4)
        let parts: [Double] = [2000 / 210, 800 / 156, 200 / 101, 4000 / 60]
        let smape = parts.reduce(0, +) / 4
        #expect(abs(scores.smape - smape) < 1e-12)
        // 10/2, 4/2, 1/5, 20/5.
        #expect(scores.mase == 11.2 / 4)
        #expect(scores.bias == -13.0 / 4)
        #expect(scores.coverage == 0.5)
        #expect(scores.meanWidth == 10)
        #expect(scores.skill == 1 - 8.75 / 7)
    }

    @Test("The bounds of an interval belong to it")
    func boundsBelong() {
        #expect(Self.row(0, 1, actual: 105, yhat: 100).isCovered)
        #expect(Self.row(0, 1, actual: 95, yhat: 100).isCovered)
        #expect(!Self.row(0, 1, actual: 105.000_1, yhat: 100).isCovered)
    }

    @Test("What cannot be divided by is left unknown instead of infinite")
    func unknown() throws {
        let rows = [Self.row(0, 1, actual: 100, yhat: 100)]
        let scores = try #require(Scores(rows, scales: [:], baseline: 0))
        #expect(scores.mase == nil)
        #expect(scores.skill == nil)
        #expect(Scores([], scales: [:], baseline: 1) == nil)
    }

    @Test("The old columns have the error the other way round")
    func oldColumns() {
        let row = ResultRow(Self.row(0, 2, actual: 80, yhat: 76))
        #expect(row.ds == UTCDay(2) && row.y == 80 && row.yhat == 76)
        #expect(row.error == 4 && row.absError == 4 && row.pctError == 5)
    }
}
