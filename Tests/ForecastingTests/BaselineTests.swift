import Candles
import Foundation
import RealModule
import TestSupport
import Testing

@testable import Forecasting

@Suite("Baselines")
struct BaselineTests {
    @Test(
        "The central interval of the normal distribution has its tabled half-width",
        arguments: [
            (0.5, 0.674_489_750_196_081_7), (0.8, 1.281_551_565_544_600_4), (0.95, 1.959_963_984_540_054),
            (0.999_999, 4.891_638_475_698_59), (0.01, 0.012_533_469_508_069_276),
        ])
    func halfWidth(share: Double, expected: Double) {
        #expect(abs(Normal.halfWidth(holding: share) - expected) < 1e-10)
    }

    @Test(
        "The last value is carried forward unchanged, with an interval that grows like the root of the days")
    func lastValue() throws {
        // Log returns +a, -a, ... have mean 0 and standard deviation a.
        let a = 0.02
        let closes = (0..<401).map { 50 * Double.exp($0 % 2 == 0 ? 0 : a) }
        let series = Walks.series(closes)
        let cutoff = Walks.start.advanced(by: 400)
        let forecast = try ForecastModel.lastValue.forecast(
            series.upTo(cutoff), horizon: 9, intervalWidth: 0.95)
        #expect(forecast.yhat == [Double](repeating: closes[400], count: 9))
        #expect(forecast.days == (1...9).map { cutoff.advanced(by: $0) })
        #expect(forecast.lastClose == closes[400] && forecast.cutoff == cutoff)
        // The last 365 returns are 183 of one sign and 182 of the other.
        let mean = a / 365
        let sd = Double.sqrt(a * a - mean * mean)
        for day in [1, 4, 9] {
            let reach = 1.959_963_984_540_054 * sd * Double.sqrt(Double(day))
            #expect(abs(forecast.upper[day - 1] / (closes[400] * Double.exp(reach)) - 1) < 1e-9)
            #expect(abs(forecast.lower[day - 1] / (closes[400] * Double.exp(-reach)) - 1) < 1e-9)
        }
    }

    @Test("Drift goes on with the mean log return of the whole training part")
    func drift() throws {
        let series = Walks.series([100, 104, 90, 121])
        let forecast = try ForecastModel.drift.forecast(series.upTo(UTCDay(18_003)), horizon: 3)
        let step = Double.log(1.21) / 3
        for day in 1...3 {
            #expect(abs(forecast.yhat[day - 1] / (121 * Double.exp(step * Double(day))) - 1) < 1e-12)
        }
    }

    @Test("Days between the last close and the cutoff widen the interval")
    func staleClose() throws {
        let series = Walks.series(100, seed: 4)
        let last = Walks.start.advanced(by: 99)
        let fresh = try ForecastModel.lastValue.forecast(series.upTo(last), horizon: 5)
        let stale = try ForecastModel.lastValue.forecast(series.upTo(last.advanced(by: 2)), horizon: 3)
        #expect(stale.days == Array(fresh.days.suffix(3)))
        #expect(stale.upper == Array(fresh.upper.suffix(3)))
    }

    @Test("Too few closes are refused with their number", arguments: [0, 1, 2])
    func tooFew(count: Int) {
        let training = Walks.series(Walks.closes(count, seed: 1)).upTo(UTCDay(20_000))
        #expect(throws: ForecastError.tooFewDays(have: count, needed: 3)) {
            try ForecastModel.lastValue.forecast(training, horizon: 30)
        }
    }

    @Test(
        "The interval of the last value is that of the reference study, to its four decimals",
        .enabled(if: SharedData.isAvailable, SharedData.hint))
    func golden() throws {
        let text = try String(contentsOf: SharedData.url("forecasting/golden_crw.csv"), encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        let head = try #require(rows.first)
        let column = { (name: String) throws -> Int in try #require(head.firstIndex(of: name)) }
        let (sym, day, h) = (try column("sym"), try column("last_day"), try column("h"))
        let (low, high) = (try column("rw365_q10"), try column("rw365_q90"))
        #expect(rows.count > 10)
        for row in rows.dropFirst() {
            let horizon = try #require(Int(row[h]))
            let series = try Walks.recorded("\(row[sym])USDT")
            let forecast = try ForecastModel.lastValue.forecast(
                series.upTo(UTCDay(text: row[day])), horizon: horizon)
            // The file is rounded to four decimals.
            #expect(abs(forecast.lower[horizon - 1] - (try #require(Double(row[low])))) < 6e-5)
            #expect(abs(forecast.upper[horizon - 1] - (try #require(Double(row[high])))) < 6e-5)
        }
    }
}
