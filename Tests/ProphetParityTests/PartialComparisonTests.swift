import Foundation
import ProphetEngine
import ProphetInterchange
import Testing

@testable import ProphetParity

/// Files that hold less than a comparison needs are compared as far as they go.
@Suite("Files that can be compared in part")
struct PartialComparisonTests {
    /// A saved model with a holiday every ten days, and its forecast; the text names a country instead of days.
    private static func country(lastHoliday: Int) throws -> JSONValue {
        let times = (0..<60).map { MadeCase.start + Int64($0) * MadeCase.day }
        let holidays = stride(from: 5, through: lastHoliday, by: 10).map {
            Holiday("feast", ds: MadeCase.start + Int64($0) * MadeCase.day)
        }
        let y = (0..<60).map { (index: Int) -> Double in
            let base = 20 + Double((index * 7919) % 13)
            return index % 10 == 5 ? base + 5 : base
        }
        let history = ProphetHistory(ProphetFrame(ds: times), y: y)
        let fitted = try ProphetModel(options: ProphetOptions(holidays: holidays, uncertaintySamples: 0))
            .fit(history)
        let later = (60..<80).map { MadeCase.start + Int64($0) * MadeCase.day }
        let forecast = try fitted.predict(ProphetFrame(ds: later))
        var model = try #require(
            JSONSerialization.jsonObject(with: Data(ProphetJSON.encode(fitted).utf8)) as? [String: Any])
        model["holidays"] = NSNull()
        model["country_holidays"] = "XX"
        let text = String(decoding: try JSONSerialization.data(withJSONObject: model), as: UTF8.self)
        let dates = JSONValue.Member(
            name: "ds", value: .array((60..<80).map { .text(MadeCase.date($0)) }))
        let columns = forecast.columns.map { name, values in
            JSONValue.Member(name: name, value: .array(values.map { .number($0) }))
        }
        return .object([
            .init(name: "model_json", value: .text(text)),
            .init(name: "predict_input", value: .object([dates])),
            .init(name: "prediction", value: .object([dates] + columns)),
        ])
    }

    @Test("Holidays of a country are taken from the days on which the forecast has them")
    func holidaysInForecast() throws {
        let report = AuxiliaryKind.serialized.report(name: "country", json: try Self.country(lastHoliday: 75))
        #expect(report.passed, "\(report.line)")
        #expect(report.notes == ["days of the holidays of XX taken from the forecast"])
        #expect(report.skipped.isEmpty)
    }

    @Test("Holidays of a country without a day in the forecast are skipped, visibly")
    func noHolidayInForecast() throws {
        let report = AuxiliaryKind.serialized.report(name: "country", json: try Self.country(lastHoliday: 55))
        #expect(report.passed, "\(report.line)")
        #expect(report.skipped == ["1 of 1 holidays of XX (no day in the forecast)"])
    }

    @Test(
        "A wrong value in the forecast of a model with holidays of a country is found",
        arguments: ["trend/3", "yhat/3", "yhat/5", "weekly/4", "feast/5", "feast/6"])
    func wrongForecast(path: String) throws {
        let json = try Self.country(lastHoliday: 75)
            .changing(["prediction"] + path.split(separator: "/").map(String.init)) { $0.moved(by: 1e-4) }
        #expect(!AuxiliaryKind.serialized.report(name: "country", json: json).passed)
    }

    private static func setup(_ dates: [String], scale: Double) -> JSONValue {
        .array([
            .object([
                .init(name: "ds", value: .array(dates.map { .text($0) })),
                .init(name: "y", value: .array([.number(1), .number(2)])),
                .init(
                    name: "result",
                    value: .object([
                        .init(name: "t_scale", value: .number(scale)),
                        .init(name: "seasonalities", value: .object([])),
                    ])),
            ])
        ])
    }

    @Test("Rows at one time, which Prophet scales but cannot fit, are skipped, visibly")
    func equalTimes() {
        let json = Self.setup(["2020-01-01", "2020-01-01"], scale: 0)
        let report = AuxiliaryKind.setup.report(name: "setup", json: json)
        #expect(report.skipped == ["entry 0: all rows at one time (an error here)"])
        #expect(report.failures == ["nothing could be compared"])
    }

    @Test("Rows at one time with another scale of time are a failure, and so are other times without scale")
    func wrongScale() {
        for (dates, scale) in [(["2020-01-01", "2020-01-01"], 86_400.0), (["2020-01-01", "2020-01-02"], 0)] {
            let json = Self.setup(dates, scale: scale)
            let report = AuxiliaryKind.setup.report(name: "setup", json: json)
            #expect(report.failures.contains { $0.hasPrefix("entry 0") }, "\(report.line)")
        }
    }
}
