import Foundation
import ProphetEngine
import TestSupport
import Testing

@testable import ProphetInterchange

/// Python's Prophet, where it is installed.
enum PythonProphet {
    /// The Python that `CANDLECAST_PROPHET_PYTHON` names.
    static let python = ProcessInfo.processInfo.environment["CANDLECAST_PROPHET_PYTHON"]

    /// What a skipped test says.
    static let hint: Comment =
        "Python's Prophet is not asked: set CANDLECAST_PROPHET_PYTHON to a Python that has the package prophet"

    /// Runs a script in a new folder that has some files.
    ///
    /// - Returns: The JSON files that the script leaves, by name.
    static func run(_ script: String, files: [String: String]) throws -> [String: JSONField] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlecast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
        }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try Data(script.utf8).write(to: folder.appending(path: "script.py"))
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = ["script.py"]
        process.currentDirectoryURL = folder
        let log = folder.appending(path: "log")
        try Data().write(to: log)
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = process.standardError
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let output = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        try #require(process.terminationStatus == 0, "\(output.suffix(2000))")
        var result: [String: JSONField] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path())
        where name.hasSuffix(".out") {
            let data = try Data(contentsOf: folder.appending(path: name))
            result[name] = JSONField(value: try JSONParser.parse(Array(data)), path: name)
        }
        return result
    }
}

@Suite(
    "Interchange with Python's Prophet", .serialized,
    .enabled(if: PythonProphet.python != nil, PythonProphet.hint))
struct PythonProphetTests {
    /// Loads every model that we wrote, predicts its rows, saves it again.
    private static let loader = """
        import glob, json, logging, warnings
        warnings.filterwarnings("ignore")
        logging.getLogger("prophet").setLevel(logging.ERROR)
        import pandas as pd
        from prophet.serialize import model_from_json, model_to_json
        for path in sorted(glob.glob("*.model")):
            model = model_from_json(open(path).read())
            model.uncertainty_samples = 0
            frame = pd.read_csv(path.replace(".model", ".csv"))
            forecast = model.predict(frame)
            own = model.predict()
            out = {c: forecast[c].tolist() for c in forecast.columns if c != "ds"}
            json.dump({"forecast": out, "own": own["yhat"].tolist(), "again": model_to_json(model),
                       "future": [str(x) for x in model.make_future_dataframe(3).ds.tail(3)]},
                      open(path.replace(".model", ".out"), "w"))
        """

    private static func table(_ frame: ProphetFrame) -> String {
        var names = ["ds"]
        var columns = [CSVValues.times(frame.ds)]
        func add(_ name: String, _ values: CSVValues) {
            names.append(name)
            columns.append(values)
        }
        if let cap = frame.cap { add("cap", .numbers(cap)) }
        if let floor = frame.floor { add("floor", .numbers(floor)) }
        for (name, values) in frame.regressors { add(name, .numbers(values)) }
        for (name, values) in frame.conditions { add(name, .texts(values.map { $0 ? "True" : "False" })) }
        return ProphetCSV.encode(names: names, columns: columns)
    }

    private static func expectEqual(
        _ forecast: ProphetForecast, _ theirs: JSONField, scale: Double, _ what: String
    ) throws {
        let columns = Dictionary(uniqueKeysWithValues: forecast.columns.map { ($0.name, $0.values) })
        let members = try theirs.members()
        #expect(members.count > 3)
        for member in members where !member.name.hasSuffix("_lower") && !member.name.hasSuffix("_upper") {
            let expected = try JSONField(value: member.value, path: member.name).flatNumbers()
            let found = try #require(columns[member.name], "\(what): no column \(member.name)")
            let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(
                found.count == expected.count && worst <= 1e-9 * scale,
                "\(what) \(member.name): \(worst)")
        }
    }

    @Test("A model that we save predicts the same in Python, and what Python saves again in turn")
    func oursInPython() throws {
        var files: [String: String] = [:]
        for (index, sample) in ModelSamples.all.enumerated() {
            files["\(index).model"] = try ProphetJSON.encode(try sample.fitted())
            files["\(index).csv"] = Self.table(sample.rows)
        }
        let results = try PythonProphet.run(Self.loader, files: files)
        #expect(results.count == ModelSamples.all.count)
        for (index, sample) in ModelSamples.all.enumerated() {
            let fitted = try sample.fitted()
            let result = try #require(results["\(index).out"])
            let forecast = try fitted.predict(sample.rows)
            try Self.expectEqual(
                forecast, try result.field("forecast"), scale: fitted.yScale, sample.name)
            let own = try result.field("own").flatNumbers()
            let worst = zip(own, try fitted.predict().yhat).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst <= 1e-8 * fitted.yScale, "\(sample.name): the history is off by \(worst)")
            let again = try ProphetJSON.decode(try result.field("again").text())
            let ours = try again.predict(sample.rows).yhat
            #expect(
                zip(ours, forecast.yhat).allSatisfy { abs($0 - $1) <= 1e-9 * fitted.yScale }, "\(sample.name)"
            )
            let future = try result.field("future").array().map { try $0.text() }
            let last = try #require(fitted.historyTimes.last)
            #expect(try DateText.milliseconds(future[0]) > last)
        }
    }

    /// Fits models of every kind in Python, saves them and predicts.
    private static let fitter = """
        import json, logging, warnings
        warnings.filterwarnings("ignore")
        for name in ("prophet", "cmdstanpy"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        import numpy as np, pandas as pd
        from prophet import Prophet
        from prophet.serialize import model_to_json
        rng = np.random.default_rng(1)

        def frame(first, rows, freq="D"):
            ds = pd.date_range("2020-01-01", periods=first + rows, freq=freq)
            x = np.arange(len(ds))
            df = pd.DataFrame({"ds": ds})
            df["y"] = 60 + 0.05 * x + 4 * np.sin(2 * np.pi * x / 7) + rng.normal(0, 1, len(ds))
            df["cap"] = 200 + x / 40
            df["floor"] = 5 - x / 1000
            df["wave"] = 5 + 2 * np.sin(x)
            df["flag"] = (x % 7 == 2).astype(float)
            df["steady"] = 3.0
            df["even"] = x % 2 == 0
            return df.iloc[first:].reset_index(drop=True)

        holidays = pd.DataFrame({
            "holiday": ["fair", "fair", "Fête", "fair"],
            "ds": pd.to_datetime(["2020-04-10", "2020-10-27", "2020-07-14", "2021-02-14"]),
            "lower_window": [-1, -2, 0, -1], "upper_window": [2, 1, 0, 0], "prior_scale": [3, 3, np.nan, 3]})
        plain_holidays = holidays[["holiday", "ds"]]

        def run(name, build, rows=400, freq="D", columns=(), **options):
            model = Prophet(**options)
            build(model)
            history = frame(0, rows, freq)[["ds", "y", *columns]]
            model.fit(history)
            model.uncertainty_samples = 0
            future = frame(rows - 10, 60, freq)[["ds", *columns]]
            forecast = model.predict(future)
            model.uncertainty_samples = 1000
            json.dump({
                "model": model_to_json(model),
                "rows": {c: (future[c].astype(str) if c == "ds" else future[c]).tolist() for c in future},
                "forecast": {c: forecast[c].tolist() for c in forecast.columns if c != "ds"},
                "own": model.predict()["yhat"].tolist(),
            }, open(name + ".out", "w"))

        def nothing(model): pass
        def regressors(model):
            model.add_regressor("wave", mode="multiplicative")
            model.add_regressor("flag", prior_scale=2)
            model.add_regressor("steady", standardize=True)
        def predicted(model):
            model.add_regressor("wave", standardize=False)
            model.add_regressor("flag", regressor_predictor={"weekly_seasonality": 2, "growth": "flat"})
        def conditional(model):
            model.add_seasonality("pair", 3.5, 2, prior_scale=4, condition_name="even")
            model.add_seasonality("month", 30.5, 1, mode="multiplicative")
            model.add_seasonality("weekly", 7, 2)
        def country(model):
            model.add_country_holidays("FR")

        run("linear", nothing)
        run("logistic_floor", nothing, columns=("cap", "floor"), growth="logistic", n_changepoints=5)
        run("logistic", nothing, columns=("cap",), growth="logistic", changepoints=["2020-03-01", "2020-06-01"])
        run("holidays", nothing, holidays=holidays, yearly_seasonality=2, holidays_mode="multiplicative")
        run("plain_holidays", nothing, holidays=plain_holidays, seasonality_mode="multiplicative")
        run("regressors", regressors, columns=("wave", "flag", "steady"))
        run("conditional", conditional, columns=("even",), changepoint_range=0.9)
        run("minmax", nothing, scaling="minmax", seasonality_mode="multiplicative")
        run("flat", nothing, growth="flat", rows=90, uncertainty_samples=0)
        run("bare", nothing, rows=50, changepoints=[], weekly_seasonality=False)
        run("hours", nothing, rows=300, freq="h", daily_seasonality=3)
        run("short", nothing, rows=4)
        run("mcmc", nothing, rows=40, n_changepoints=2, mcmc_samples=20, weekly_seasonality=1)
        run("predicted", predicted, columns=("wave", "flag"))
        run("country", country)
        """

    @Test("A model that Python saves predicts the same here")
    func pythonsHere() throws {
        let results = try PythonProphet.run(Self.fitter, files: [:])
        #expect(results.count == 15)
        for (name, result) in results.sorted(by: { $0.key < $1.key }) {
            let text = try result.field("model").text()
            if name == "country.out" {
                try Self.checkCountry(text)
                continue
            }
            let fitted = try ProphetJSON.decode(text)
            var rows = ProphetFrame(ds: try result.field("rows").field("ds").array().map { try $0.time() })
            for member in try result.field("rows").members() where member.name != "ds" {
                let field = JSONField(value: member.value, path: member.name)
                switch member.name {
                case "cap": rows.cap = try field.flatNumbers()
                case "floor": rows.floor = try field.flatNumbers()
                case "even": rows.conditions["even"] = try field.array().map { try $0.bool() }
                default: rows.regressors[member.name] = try field.flatNumbers()
                }
            }
            if name == "predicted.out" {
                // Python still has the model of the regressor, which its text does not: only the past agrees.
                #expect(fitted.options.regressors[1].predictor?.growth == .flat)
                #expect(fitted.options.regressors[1].predictor?.weeklySeasonality == .order(2))
                let yhat = try fitted.predict(rows).yhat.prefix(10)
                let expected = try result.field("forecast").field("yhat").flatNumbers().prefix(10)
                #expect(zip(yhat, expected).allSatisfy { abs($0 - $1) <= 1e-9 * fitted.yScale })
                continue
            }
            #expect((fitted.draws != nil) == (name == "mcmc.out"))
            // The means of draws sum in another order.
            try Self.expectEqual(
                try fitted.predict(rows), try result.field("forecast"), scale: fitted.yScale, name)
            // The history is written with ten decimals.
            let own = try fitted.predict().yhat
            let expected = try result.field("own").flatNumbers()
            #expect(zip(own, expected).allSatisfy { abs($0 - $1) <= 1e-8 * fitted.yScale }, "\(name)")
        }
    }

    /// A model with the holidays of a country is refused without their dates and taken with them.
    private static func checkCountry(_ text: String) throws {
        let read = Result { () throws(InterchangeError) in try ProphetJSON.decode(text) }
        if case .failure(.countryHolidays(let country, let names)) = read {
            #expect(country == "FR")
            #expect(names.count > 5)
            let dates = names.enumerated().map { index, name in
                Holiday(name, ds: Int64(18_300 + 20 * index) * ModelSamples.day)
            }
            #expect(try ProphetJSON.decode(text, countryHolidays: dates).holidayNames.count == names.count)
        } else {
            Issue.record("a model with holidays of a country is read without their dates")
        }
    }
}
