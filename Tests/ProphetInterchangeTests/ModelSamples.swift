import Foundation
import ProphetEngine
import TestSupport
import Testing

/// Models of every kind, fitted to series made from a seed.
enum ModelSamples {
    static let day: Int64 = 86_400_000
    static let start = 16_436 * day  // 2015-01-01

    /// A kind of model.
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let options: ProphetOptions
        let history: ProphetHistory

        var testDescription: String { name }

        /// The model, fitted once for all tests.
        func fitted() throws -> FittedProphet {
            if let index = ModelSamples.all.firstIndex(where: { $0.name == name }) {
                return try ModelSamples.fits[index].get()
            }
            return try ProphetModel(options: options).fit(history)
        }

        /// The history's last rows and rows after it, with every column.
        var rows: ProphetFrame {
            ModelSamples.frame(
                from: history.frame.count - 10, rows: 60, step: history.ds[1] - history.ds[0],
                isLogistic: history.frame.cap != nil, hasFloor: history.frame.floor != nil)
        }
    }

    /// Rows with a cap if asked for, three regressors and a condition.
    static func frame(
        from first: Int, rows: Int, step: Int64 = day, isLogistic: Bool = false, hasFloor: Bool = false
    ) -> ProphetFrame {
        let ds = (first..<(first + rows)).map { start + Int64($0) * step }
        func number(_ time: Int64) -> Double { Double(time - start) / Double(day) }
        return ProphetFrame(
            ds: ds, cap: isLogistic ? ds.map { 200 + number($0) / 50 } : nil,
            floor: hasFloor ? ds.map { 5 - number($0) / 1000 } : nil,
            regressors: [
                "wave": ds.map { 5 + 2 * sin(number($0)) },
                "weekend": ds.map { ($0 / day) % 7 == 2 ? 1 : 0 },
                "steady": ds.map { _ in 3 },
            ],
            conditions: ["even": ds.map { ($0 / day).isMultiple(of: 2) }])
    }

    static func history(
        rows: Int = 400, step: Int64 = day, seed: UInt64 = 1, isLogistic: Bool = false, hasFloor: Bool = false
    ) -> ProphetHistory {
        var random = SeededGenerator(seed: seed)
        let frame = frame(from: 0, rows: rows, step: step, isLogistic: isLogistic, hasFloor: hasFloor)
        let y = frame.ds.map { time in
            let x = Double(time - start) / Double(day)
            return 60 + 0.1 * x - (x > 200 ? 0.15 * (x - 200) : 0) + 4 * sin(2 * .pi * x / 7)
                + Double.random(in: -2...2, using: &random)
        }
        return ProphetHistory(frame, y: y)
    }

    static let holidays = [
        Holiday("fair", ds: start + 100 * day, lowerWindow: -1, upperWindow: 2, priorScale: 3),
        Holiday("fair", ds: start + 300 * day + 3_600_000, lowerWindow: -2, upperWindow: 1, priorScale: 3),
        Holiday("Fête \"nationale\", 🎆", ds: start + 195 * day),
        Holiday("fair", ds: start + 410 * day, lowerWindow: 0, upperWindow: 0, priorScale: 3),
    ]

    static let regressors = [
        Regressor("wave", mode: .multiplicative), Regressor("weekend", priorScale: 2),
        Regressor("steady", standardize: .on),
    ]

    /// One sample of each kind.
    static let all: [Sample] = [
        Sample(name: "default", options: .init(), history: history()),
        Sample(
            name: "multiplicative with holidays and windows",
            options: .init(
                yearlySeasonality: .order(2), seasonalityMode: .multiplicative, holidays: holidays,
                holidaysMode: .additive),
            history: history(seed: 2)),
        Sample(
            name: "regressors and a conditional seasonality",
            options: .init(
                changepointRange: 0.9, weeklySeasonality: .off,
                seasonalities: [
                    CustomSeasonality(name: "pair", period: 3.5, order: 2, priorScale: 4, condition: "even"),
                    CustomSeasonality(name: "month", period: 30.5, order: 1, mode: .multiplicative),
                ], regressors: regressors),
            history: history(seed: 3)),
        Sample(
            name: "minmax", options: .init(seasonalityMode: .multiplicative, scaling: .minmax),
            history: history(seed: 4)),
        Sample(
            name: "logistic with floor", options: .init(growth: .logistic, changepointCount: 5),
            history: history(seed: 5, isLogistic: true, hasFloor: true)),
        Sample(
            name: "logistic without floor",
            options: .init(
                growth: .logistic, changepoints: [start + 60 * day, start + 61 * day], holidays: holidays),
            history: history(seed: 6, isLogistic: true)),
        Sample(name: "flat", options: .init(growth: .flat), history: history(rows: 100, seed: 7)),
        Sample(
            name: "nothing but a line",
            options: .init(changepoints: [], weeklySeasonality: .off, uncertaintySamples: 0),
            history: history(rows: 50, seed: 8)),
        Sample(
            name: "constant", options: .init(),
            history: ProphetHistory(frame(from: 0, rows: 60), y: [Double](repeating: 4, count: 60))),
        Sample(
            name: "hours", options: .init(changepointCount: 3, intervalWidth: 0.95),
            history: history(rows: 300, step: 3_600_000, seed: 9)),
        Sample(
            name: "short", options: .init(changepointCount: 25), history: history(rows: 12, seed: 10)),
    ]

    private static let fits: [Result<FittedProphet, any Error>] = all.map { sample in
        Result { try ProphetModel(options: sample.options).fit(sample.history) }
    }

    /// A model that forecasts one of its regressors itself.
    static let predicting = Sample(
        name: "a regressor with its own model",
        options: .init(
            regressors: [
                Regressor(
                    "wave", predictor: .init(changepointCount: 4, yearlySeasonality: .off))
            ]), history: history(seed: 11))
}
