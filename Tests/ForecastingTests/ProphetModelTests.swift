import Candles
import Forecasting
import Foundation
import ProphetEngine
import RealModule
import TestSupport
import Testing

@Suite("Prophet on daily closes")
struct ProphetModelTests {
    /// Three years with a weekly effect: Sundays are 10 % dearer.
    private static let weekly: DailySeries = {
        let closes = (0..<1095).map { index -> Double in
            let isSunday = Walks.start.advanced(by: index).weekday == 6
            return 100 * Double.exp(0.000_5 * Double(index)) * (isSunday ? 1.1 : 1)
        }
        return Walks.series(closes)
    }()

    private static func forecast(
        _ series: DailySeries, _ options: ProphetOptions = ProphetOptions(), logScale: Bool = true,
        seed: UInt64 = 1,
        components: Bool = false
    ) throws -> Forecast {
        let last = try #require(series.days.last)
        return try ForecastModel.prophet(options, logScale: logScale)
            .forecast(series.upTo(last), horizon: 14, seed: seed, includesComponents: components)
    }

    @Test("It sees a trend and a weekly effect that are there")
    func seesWhatIsThere() throws {
        let forecast = try Self.forecast(Self.weekly)
        for (day, yhat) in zip(forecast.days, forecast.yhat) {
            let index = Double(Walks.start.distance(to: day))
            let expected = 100 * Double.exp(0.000_5 * index) * (day.weekday == 6 ? 1.1 : 1)
            #expect(abs(yhat / expected - 1) < 0.01)
        }
    }

    @Test("The weekly effect is given in percent of the price, Monday first")
    func weeklyEffect() throws {
        let components = try #require(try Self.forecast(Self.weekly, components: true).components)
        let effects = try #require(components.weekly)
        #expect(components.unit == .percent)
        #expect(components.yearly?.count == 365)
        let plain = effects.prefix(6).reduce(0, +) / 6
        #expect(abs((1 + effects[6] / 100) / (1 + plain / 100) - 1.1) < 0.005)
    }

    @Test("On prices the effects are in the quote asset, and with a multiplicative mode in percent")
    func units() throws {
        let additive = try #require(
            try Self.forecast(Self.weekly, logScale: false, components: true).components)
        #expect(additive.unit == .price)
        #expect((additive.weekly?[6] ?? 0) > 8)
        let options = ProphetOptions(seasonalityMode: .multiplicative)
        let shares = try #require(
            try Self.forecast(Self.weekly, options, logScale: false, components: true).components)
        #expect(shares.unit == .percent)
        #expect(abs((shares.weekly?[6] ?? 0) - 8.5) < 1)
    }

    @Test("The trend runs over training and forecast days, and is certain where it is known")
    func trend() throws {
        let components = try #require(try Self.forecast(Self.weekly, components: true).components)
        let cutoff = try #require(Self.weekly.days.last)
        #expect(components.trend.last?.day == cutoff.advanced(by: 14))
        #expect(zip(components.trend, components.trend.dropFirst()).allSatisfy { $0.day < $1.day })
        #expect(
            components.trend.filter { $0.day <= cutoff }.allSatisfy {
                $0.lower == $0.value && $0.upper == $0.value
            })
    }

    @Test("On the logarithm no price falls to 0, however steep the series", arguments: 0..<6 as Range<UInt64>)
    func staysPositive(seed: UInt64) throws {
        let noise = Walks.closes(120, seed: seed)
        let series = Walks.series(noise.indices.map { noise[$0] * Double.exp(-0.1 * Double($0)) })
        let forecast = try Self.forecast(series)
        #expect(forecast.lower.allSatisfy { $0 > 0 })
        #expect(forecast.days.indices.allSatisfy { forecast.lower[$0] <= forecast.upper[$0] })
    }

    @Test("A wider interval encloses a narrower one, also where no samples were asked for")
    func widths() throws {
        let training = Walks.series(300, seed: 5).upTo(Walks.start.advanced(by: 299))
        let model = ForecastModel.prophet(ProphetOptions(uncertaintySamples: 0))
        let narrow = try model.forecast(training, horizon: 5, intervalWidth: 0.5, seed: 1)
        let wide = try model.forecast(training, horizon: 5, intervalWidth: 0.95, seed: 1)
        for index in 0..<5 {
            #expect(wide.lower[index] < narrow.lower[index] && narrow.upper[index] < wide.upper[index])
        }
        #expect(narrow.yhat == wide.yhat)
    }

    @Test("The fit is described: rows, changepoints and how exact it is")
    func fitSummary() throws {
        let fit = try #require(try Self.forecast(Walks.series(400, seed: 9)).fit)
        #expect(fit.observations == 400 && fit.changepoints == 25)
        #expect(fit.kktResidual < 1e-6)
    }

    @Test("An option that the engine refuses comes back with its problem and remedy")
    func refusal() throws {
        let error = #expect(throws: ForecastError.self) {
            try Self.forecast(Walks.series(100, seed: 1), ProphetOptions(changepointRange: 1.5))
        }
        #expect(error?.problem.contains("1.5") == true)
        #expect(error?.remedy.contains("0.8") == true)
    }
}

@Suite("Prophet on recorded closes")
struct ProphetReferenceTests {
    static let isAskedFor = ProcessInfo.processInfo.environment["CANDLECAST_SLOW"] == "1"

    /// The figures of the reference study: 6 symbols, 48 cutoffs of 30 days each; MAPE 26.85, sMAPE 25.30, the 80 %
    /// interval held 53.4 % of the days.
    ///
    /// The peer stops its optimiser short of the optimum that is found here, so the figures are near, not equal.
    /// It fits 288 models, so it runs only where `CANDLECAST_SLOW=1` asks for it.
    @Test(
        "Recorded series give about the scores that the reference study has for Prophet on log prices",
        .enabled(
            if: isAskedFor && SharedData.isAvailable, "set CANDLECAST_SLOW=1 and provide the recorded data"))
    func reference() throws {
        let model = ForecastModel.prophet(ProphetOptions(uncertaintySamples: 200))
        let scores = try ["ADA", "BNB", "BTC", "ETH", "LTC", "XRP"].map { symbol in
            let result = try ForecastStudy([model], options: StudyOptions(maximumCutoffs: 48))
                .run(Walks.recorded("\(symbol)USDT"))
            return try #require(result.scores(of: "prophet")?.overall)
        }
        let mean = { (value: (Scores) -> Double) in scores.map(value).reduce(0, +) / 6 }
        #expect(abs(mean(\.mape) - 26.85) < 1.5, "\(mean(\.mape))")
        #expect(abs(mean(\.smape) - 25.30) < 1.5, "\(mean(\.smape))")
        #expect(abs(100 * mean(\.coverage) - 53.4) < 4, "\(mean(\.coverage))")
        #expect(mean { $0.skill ?? 0 } < -1, "the last value is more than twice as good")
    }
}
