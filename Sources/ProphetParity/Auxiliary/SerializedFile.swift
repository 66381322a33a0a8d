import ProphetEngine
import ProphetInterchange

/// Compares forecasts of models that Prophet saved.
enum SerializedFile {
    /// Compares the forecast of the model read, and that it stays the same when the model is written again.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws {
        let text = try json.member("model_json").text("model_json")
        let fitted = try model(text, json, &checks).with(intervalWidth: 0.8, uncertaintySamples: 0)
        var columns = ProphetOptions()
        columns.regressors = fitted.regressors.map { Regressor($0.name) }
        columns.seasonalities = fitted.seasonalities.map {
            CustomSeasonality(name: $0.name, period: $0.period, order: $0.order, condition: $0.condition)
        }
        let input = json["predict_input"]
        let frame = input.isNull ? nil : try RecordedTable(input, "predict_input").frame(columns)
        let forecast = try fitted.predict(frame)
        let floors = forecast.floor ?? [Double](repeating: fitted.yMin, count: forecast.ds.count)
        let rounding = SolutionComparison.rounding(forecast, floors: floors)
        try SolutionComparison.forecast(
            forecast, json.member("prediction"), name: "prediction", yScale: fitted.yScale,
            allowance: { column, row in ["trend", "yhat"].contains(column) ? rounding[row] : 0 }, &checks)
        checks.part("writing") { checks in
            let again = try ProphetJSON.decode(ProphetJSON.encode(fitted))
                .with(intervalWidth: 0.8, uncertaintySamples: 0)
            checks.require(
                try again.predict(frame) == forecast, "the model forecasts otherwise when written and read")
            checks.equal("parameters when written and read", again.parameters, fitted.parameters)
        }
    }

    /// Reads the model; one with holidays of a country, whose days its text does not hold, with the days on
    /// which the recorded forecast has them.
    private static func model(
        _ text: String, _ json: JSONValue, _ checks: inout Checks
    ) throws -> FittedProphet {
        let plain = Result { () throws(InterchangeError) in try ProphetJSON.decode(text) }
        guard case .failure(.countryHolidays(let country, let names)) = plain else { return try plain.get() }
        let prediction = try json.member("prediction")
        let times = try RecordedTime.list(prediction.member("ds"), "prediction.ds").map(\.milliseconds)
        // Where the forecast has none of a holiday, a day before all rows stands for it: its column is zero.
        let earlier = (times.min() ?? 0) - 100_000 * 86_400_000
        var holidays: [Holiday] = []
        var missing: [String] = []
        for name in names {
            let column = prediction[name]
            let values = column.isNull ? [] : try column.numbers("prediction.\(name)")
            let days = zip(times, values).filter { $0.1 != 0 }.map { $0.0 }
            holidays += (days.isEmpty ? [earlier] : days).map { Holiday(name, ds: $0) }
            if days.isEmpty { missing.append(name) }
        }
        if !missing.isEmpty {
            checks.skip("\(missing.count) of \(names.count) holidays of \(country) (no day in the forecast)")
        }
        if missing.count < names.count {
            checks.note("days of the holidays of \(country) taken from the forecast")
        }
        return try ProphetJSON.decode(text, countryHolidays: holidays)
    }
}
