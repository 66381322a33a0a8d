import Foundation
import ProphetEngine
import TestSupport

@testable import Reporting

/// Models and forecasts for the pictures.
enum ProphetSamples {
    static let day: Int64 = 86_400_000
    /// 1 January 2020.
    static let start: Int64 = 18_262 * day

    /// A model of rows at equal distances with a bend, weeks, noise, and whatever else the options ask for.
    static func fitted(
        count: Int = 420, step: Int64 = day, seed: UInt64 = 1, options: ProphetOptions = ProphetOptions(),
        isRich: Bool = false
    ) throws -> FittedProphet {
        var generator = SeededGenerator(seed: seed)
        let times = (0..<count).map { start + Int64($0) * step }
        let values = (0..<count).map { row -> Double in
            let days = Double(times[row] - start) / Double(day)
            let noise = Double.random(in: -0.4...0.4, using: &generator)
            let bend = days < 200 ? days * 0.03 : 6 - (days - 200) * 0.02
            return 20 + bend + 1.5 * sin(2 * .pi * days / 7) + noise
        }
        let frame = frame(times, isRich: isRich, isLogistic: options.growth == .logistic)
        return try ProphetModel(options: options).fit(ProphetHistory(frame, y: values))
    }

    /// The columns of the rich options.
    static func frame(_ times: [Int64], isRich: Bool, isLogistic: Bool = false) -> ProphetFrame {
        ProphetFrame(
            ds: times, cap: isLogistic ? times.map { _ in 40 } : nil,
            regressors: isRich
                ? [
                    "promo": times.map { ($0 / day) % 11 == 0 ? 1 : 0 },
                    "heat": times.map { sin(Double($0 / day)) },
                ] : [:],
            conditions: isRich ? ["weekend": times.map { ($0 / day) % 7 < 2 }] : [:])
    }

    /// Options with a component of every kind.
    static var rich: ProphetOptions {
        var options = ProphetOptions(
            yearlySeasonality: .on,
            seasonalities: [
                CustomSeasonality(name: "monthly", period: 30.5, order: 3, mode: .multiplicative),
                CustomSeasonality(name: "<at weekends>", period: 7, order: 2, condition: "weekend"),
            ],
            holidays: [Holiday("New & Year", ds: start + 366 * day, upperWindow: 1)],
            regressors: [
                Regressor("promo", mode: .multiplicative), Regressor("heat"),
            ])
        options.uncertaintySamples = 50
        return options
    }

    /// The forecast of the history and some rows after it.
    static func forecast(
        _ model: FittedProphet, ahead: Int = 60, step: Int64 = day, isRich: Bool = false
    ) throws -> ProphetForecast {
        let last = model.historyTimes[model.historyTimes.count - 1]
        let times = model.historyTimes + (0..<ahead).map { last + Int64($0 + 1) * step }
        return try model.predict(
            frame(times, isRich: isRich, isLogistic: model.options.growth == .logistic), seed: 1)
    }

    /// The pictures of a model with a component of every kind.
    static func richReport() throws -> ProphetReport {
        let model = try fitted(options: rich, isRich: true)
        return ProphetReport(
            title: "Sales <b> & \"more\"", program: "candlecast test", model: model,
            forecast: try forecast(model, isRich: true), marksChangepoints: true)
    }
}
