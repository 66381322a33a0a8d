import Foundation
import ProphetEngine
import ProphetInterchange

/// Forecasts `sales.csv` with holidays and a regressor, judges the model and writes `forecast.csv` and `model.json`.
@main
struct Main {
    static func main() {
        do {
            try run(in: URL(filePath: CommandLine.arguments.dropFirst().first ?? "."))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(in folder: URL) throws {
        func bytes(_ name: String) throws -> [UInt8] {
            try Array(Data(contentsOf: folder.appending(path: name)))
        }

        // 1. A model: what is not said is as Prophet has it.
        var options = ProphetOptions()
        options.holidays = try ProphetCSV.decodeHolidays(bytes("holidays.csv"))
        options.regressors = [Regressor("promo")]
        let model = try ProphetModel(options: options)

        // 2. A history, and the fit. The report says how exact it is and what was left out.
        let history = try ProphetCSV.decodeHistory(bytes("sales.csv"), columns: CSVColumns(for: options))
        let fitted = try model.fit(history)
        print("fitted \(fitted.historyRows) rows; largest gradient left \(fitted.report.kktResidual)")
        for warning in fitted.report.warnings { print("note: \(warning)") }

        // 3. How good is it? Three months ahead, from several cutoffs, without a look at the future.
        let day: Int64 = 86_400_000
        let validation = try model.crossValidation(
            history, CrossValidationOptions(horizon: 90 * day, initial: 730 * day, knownRegressors: ["promo"])
        )
        let metrics = try validation.performanceMetrics([.mae, .mape, .coverage], rollingWindow: 1)
        for metric in [Metric.mae, .mape, .coverage] {
            print("\(metric.rawValue): \(metrics.values(metric)?.first ?? .nan)")
        }

        // 4. The forecast of the coming rows, with the promotions that are planned.
        let coming = try ProphetCSV.decodeFrame(bytes("coming.csv"), columns: CSVColumns(for: options))
        let forecast = try fitted.predict(coming, seed: 1)
        try ProphetCSV.encode(forecast: forecast)
            .write(to: folder.appending(path: "forecast.csv"), atomically: true, encoding: .utf8)

        // 5. The model itself, in the form that Python's Prophet reads.
        try ProphetJSON.encode(fitted)
            .write(to: folder.appending(path: "model.json"), atomically: true, encoding: .utf8)
        print("wrote forecast.csv, \(forecast.ds.count) rows, and model.json")
    }
}
