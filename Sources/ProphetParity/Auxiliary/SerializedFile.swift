import ProphetEngine
import ProphetInterchange

/// Compares forecasts of models that Prophet saved.
enum SerializedFile {
    /// Compares the forecast of the model read, and that it stays the same when the model is written again.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws {
        let text = try json.member("model_json").text("model_json")
        let fitted = try ProphetJSON.decode(text).with(intervalWidth: 0.8, uncertaintySamples: 0)
        var columns = ProphetOptions()
        columns.regressors = fitted.regressors.map { Regressor($0.name) }
        columns.seasonalities = fitted.seasonalities.map {
            CustomSeasonality(name: $0.name, period: $0.period, order: $0.order, condition: $0.condition)
        }
        let input = json["predict_input"]
        let frame = input.isNull ? nil : try RecordedTable(input, "predict_input").frame(columns)
        let forecast = try fitted.predict(frame)
        try SolutionComparison.forecast(
            forecast, json.member("prediction"), name: "prediction", yScale: fitted.yScale, &checks)
        checks.part("writing") { checks in
            let again = try ProphetJSON.decode(ProphetJSON.encode(fitted))
                .with(intervalWidth: 0.8, uncertaintySamples: 0)
            checks.require(
                try again.predict(frame) == forecast, "the model forecasts otherwise when written and read")
            checks.equal("parameters when written and read", again.parameters, fitted.parameters)
        }
    }
}
