import Foundation
import ProphetEngine
import TestSupport
import Testing

@testable import ProphetInterchange

@Suite("Prophet's JSON")
struct ProphetJSONTests {
    /// A model that Python's Prophet saved, the rows that it predicted, and what it predicted.
    struct Saved {
        let text: String
        let rows: ProphetFrame
        let prediction: [String: [Double]]

        init(_ name: String) throws {
            let url = try SharedData.url("prophet/goldens/aux/\(name).json")
            let golden = JSONField(value: try JSONParser.parse(Array(try Data(contentsOf: url))), path: name)
            text = try golden.field("model_json").text()
            let input = try golden.field("predict_input")
            var rows = ProphetFrame(ds: try input.field("ds").array().map { try $0.time() })
            for member in try input.members() where member.name != "ds" {
                let field = JSONField(value: member.value, path: member.name)
                let items = try field.array()
                switch member.name {
                case "cap": rows.cap = try items.map { try $0.number() }
                case "floor": rows.floor = try items.map { try $0.number() }
                default:
                    if case .bool = items[0].value {
                        rows.conditions[member.name] = try items.map { try $0.bool() }
                    } else {
                        rows.regressors[member.name] = try items.map { try $0.number() }
                    }
                }
            }
            self.rows = rows
            var prediction: [String: [Double]] = [:]
            for member in try golden.field("prediction").members() where member.name != "ds" {
                let items = try JSONField(value: member.value, path: member.name).array()
                prediction[member.name] = try items.map { try $0.number() }
            }
            self.prediction = prediction
        }
    }

    static let keys = [
        "growth", "n_changepoints", "specified_changepoints", "changepoint_range", "yearly_seasonality",
        "weekly_seasonality", "daily_seasonality", "seasonality_mode", "seasonality_prior_scale",
        "changepoint_prior_scale", "holidays_prior_scale", "mcmc_samples", "interval_width",
        "uncertainty_samples", "y_scale", "y_min", "scaling", "logistic_floor", "country_holidays",
        "component_modes", "holidays_mode", "changepoints", "history_dates", "train_holiday_names", "start",
        "t_scale", "holidays", "history", "train_component_cols", "changepoints_t", "seasonalities",
        "extra_regressors", "fit_kwargs", "params", "__prophet_version",
    ]

    /// The text of a model with one entry changed or, with nil, left out.
    static func edited(_ text: String, _ key: String, _ change: (JSONValue) -> JSONValue?) throws -> String {
        guard case .object(let members) = try JSONParser.parse(Array(text.utf8)) else { return text }
        return JSONText.text(
            .object(
                members.compactMap { member in
                    guard member.name == key else { return member }
                    return change(member.value).map { JSONValue.Member(name: key, value: $0) }
                }))
    }

    @Test(
        "A model that Prophet saved predicts what Prophet predicted",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: ["serialized_default", "serialized_rich"])
    func predictsAsProphet(name: String) throws {
        let saved = try Saved(name)
        let fitted = try ProphetJSON.decode(saved.text)
        let forecast = try fitted.predict(saved.rows)
        let columns = Dictionary(uniqueKeysWithValues: forecast.columns.map { ($0.name, $0.values) })
        #expect(saved.prediction.count > 4)
        for (name, expected) in saved.prediction
        where !name.hasSuffix("_lower") && !name.hasSuffix("_upper") {
            let found = try #require(columns[name], "no column \(name)")
            #expect(found.count == expected.count)
            let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst <= 1e-9 * fitted.yScale, "\(name) is off by \(worst)")
        }
    }

    @Test(
        "A model that Prophet saved is written with the same keys, in order, and reads back the same",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: ["serialized_default", "serialized_rich"])
    func writesAsProphet(name: String) throws {
        let saved = try Saved(name)
        let fitted = try ProphetJSON.decode(saved.text)
        let text = try ProphetJSON.encode(fitted)
        let (ours, theirs) = (
            try JSONParser.parse(Array(text.utf8)), try JSONParser.parse(Array(saved.text.utf8))
        )
        guard case .object(let ourMembers) = ours, case .object(let theirMembers) = theirs else {
            Issue.record("a model is no object")
            return
        }
        #expect(ourMembers.map(\.name) == theirMembers.map(\.name))
        // What is not data of the history or the fit is the same to the letter.
        let exact = Self.keys.filter { !["history", "params", "holidays"].contains($0) }
        for key in exact {
            let our = ourMembers.first { $0.name == key }?.value
            let their = theirMembers.first { $0.name == key }?.value
            #expect(our == their, "\(key)")
        }
        // Prophet writes the history with ten decimals.
        let tables = try [ours, theirs].map {
            try JSONTable(try JSONField(value: $0, path: "model").field("history"))
        }
        #expect(tables[0].columns == tables[1].columns)
        for column in tables[1].columns where column != "ds" && column != "c" {
            let (our, their) = (try tables[0].numbers(column), try tables[1].numbers(column))
            #expect(
                our.count == their.count && zip(our, their).allSatisfy { abs($0 - $1) <= 2e-10 }, "\(column)")
        }
        #expect(try ProphetJSON.decode(text).predict(saved.rows) == fitted.predict(saved.rows))
    }

    @Test("A model reads back with the same forecast and options", arguments: ModelSamples.all)
    func roundTrip(sample: ModelSamples.Sample) throws {
        let fitted = try sample.fitted()
        let text = try ProphetJSON.encode(fitted)
        let read = try ProphetJSON.decode(text)
        #expect(read.parameters == fitted.parameters)
        #expect(read.seasonalities == fitted.seasonalities)
        #expect(read.regressors == fitted.regressors)
        #expect(read.featureColumns == fitted.featureColumns)
        #expect(read.scale == fitted.scale)
        #expect(read.changepoints == fitted.changepoints)
        #expect(read.changepointTimes == fitted.changepointTimes)
        #expect(read.historyTimes == fitted.historyTimes)
        #expect(read.options.weeklySeasonality == fitted.options.weeklySeasonality)
        #expect(read.options.seasonalities.map(\.name) == fitted.options.seasonalities.map(\.name))
        #expect(read.history.y == fitted.history.y)
        #expect(try read.predict(sample.rows, seed: 3) == fitted.predict(sample.rows, seed: 3))
        let again = try ProphetJSON.encode(read)
        let twice = try ProphetJSON.decode(again)
        #expect(try twice.predict(sample.rows, seed: 3) == fitted.predict(sample.rows, seed: 3))
    }

    @Test("A model that is read can be fitted again and gives the same optimum")
    func refits() throws {
        for sample in ModelSamples.all where sample.name != "short" {
            let fitted = try sample.fitted()
            let read = try ProphetJSON.decode(try ProphetJSON.encode(fitted))
            let again = try ProphetModel(options: read.options).fit(read.history)
            let (ours, theirs) = (try again.predict(sample.rows).yhat, try fitted.predict(sample.rows).yhat)
            let worst = zip(ours, theirs).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst <= 1e-5 * fitted.yScale, "\(sample.name)")
        }
    }

    @Test("The text of a model has every key of Prophet's, in order", arguments: ModelSamples.all)
    func keysAreComplete(sample: ModelSamples.Sample) throws {
        let text = try ProphetJSON.encode(try sample.fitted())
        let members = try JSONField(value: try JSONParser.parse(Array(text.utf8)), path: "").members()
        #expect(members.map(\.name) == Self.keys)
    }

    @Test("A model that lacks an entry is refused by name, but for those that older versions lack")
    func missingKeys() throws {
        let text = try ProphetJSON.encode(try ModelSamples.all[0].fitted())
        for key in Self.keys {
            let shortened = try Self.edited(text, key) { _ in nil }
            if ["scaling", "y_min", "holidays_mode", "__prophet_version"].contains(key) {
                #expect(try ProphetJSON.decode(shortened).options.scaling == .absmax)
            } else {
                let expected = InterchangeError.field("model.\(key)", expected: "given", found: "missing")
                #expect(throws: expected) { _ = try ProphetJSON.decode(shortened) }
            }
        }
    }

    @Test("Unknown entries, dates with Z and the row numbers of older versions are taken as they come")
    func olderTexts() throws {
        let fitted = try ModelSamples.all[1].fitted()
        var text = try ProphetJSON.encode(fitted).replacing(".000\\\"", with: ".000Z\\\"")
        text = "{\"future_key\": [1, {\"a\": NaN}], " + text.dropFirst()
        let rows = ModelSamples.all[1].rows
        #expect(try ProphetJSON.decode(text).predict(rows) == fitted.predict(rows))
    }

    @Test("Coefficients in another order than the columns are refused")
    func wrongOrder() throws {
        let fitted = try ModelSamples.all[1].fitted()
        let text = try ProphetJSON.encode(fitted)
        let swapped = try Self.edited(text, "train_component_cols") { value in
            guard case .text(let table) = value else { return value }
            return .text(
                table.replacing("\"holidays\"", with: "\"x\"").replacing("\"weekly\"", with: "\"holidays\"")
                    .replacing("\"x\"", with: "\"weekly\""))
        }
        #expect(throws: InterchangeError.self) { _ = try ProphetJSON.decode(swapped) }
        let renamed = text.replacing("\"fourier_order\":3", with: "\"fourier_order\":4")
        #expect(renamed != text)
        #expect(throws: InterchangeError.self) { _ = try ProphetJSON.decode(renamed) }
    }

    @Test("A model with holidays of a country needs their dates")
    func countryHolidays() throws {
        let sample = ModelSamples.all[1]
        let fitted = try sample.fitted()
        var text = try ProphetJSON.encode(fitted)
        text = try Self.edited(text, "country_holidays") { _ in .text("FR") }
        text = try Self.edited(text, "holidays") { _ in .null }
        let expected = InterchangeError.countryHolidays(
            country: "FR", names: ["fair", "Fête \"nationale\", 🎆"])
        #expect(throws: expected) { _ = try ProphetJSON.decode(text) }
        let others = [Holiday("unknown to the fit", ds: 0)]
        let read = try ProphetJSON.decode(text, countryHolidays: ModelSamples.holidays + others)
        #expect(try read.predict(sample.rows) == fitted.predict(sample.rows))
        #expect(read.options.holidays == fitted.options.holidays)
    }

    @Test("A model of draws keeps them, and its parameters are their means")
    func draws() throws {
        let fitted = try ModelSamples.all[0].fitted()
        let text = try ProphetJSON.encode(fitted)
        let (k, beta) = (fitted.parameters.k, fitted.parameters.beta)
        func list(_ values: [Double]) -> String { "[\(values.map(\.description).joined(separator: ","))]" }
        let delta = list(fitted.parameters.delta)
        let first = list(beta)
        let second = list(beta.map { $0 + 2 })
        let parameters = """
            {"lp__":[1,2],"k":[\(k),\(k + 1)],"m":[0.5,0.75],"delta":[\(delta),\(delta)],
             "sigma_obs":[0.1,0.3],"beta":[\(first),\(second)],"treedepth__":[3,4]}
            """
        let sampled = try Self.edited(text, "params") { _ in
            try? JSONParser.parse(Array(parameters.utf8))
        }
        let withSamples = try Self.edited(sampled, "mcmc_samples") { _ in .number(4) }
        let read = try ProphetJSON.decode(withSamples)
        let draws = try #require(read.draws)
        #expect(draws.k == [k, k + 1])
        #expect(draws.beta[1] == beta.map { $0 + 2 })
        #expect(read.parameters.m == 0.625)
        #expect(read.parameters.sigma == 0.2)
        let again = try ProphetJSON.decode(try ProphetJSON.encode(read))
        #expect(again.draws == draws)
    }

    @Test("The model of a regressor is kept as its options")
    func predictor() throws {
        let fitted = try ModelSamples.predicting.fitted()
        let read = try ProphetJSON.decode(try ProphetJSON.encode(fitted))
        #expect(
            read.options.regressors == [
                Regressor(
                    "wave", priorScale: 10, mode: .additive,
                    predictor: .init(changepointCount: 4, yearlySeasonality: .off))
            ])
        #expect(read.regressors[0].predictor == nil)
        let rows = ModelSamples.frame(from: 100, rows: 20)
        #expect(try read.predict(rows).yhat == fitted.predict(rows).yhat)
    }

    @Test("Values too small for ten decimals keep the digits that Prophet's text has elsewhere")
    func smallValues() throws {
        let plain = ModelSamples.history(rows: 60)
        let history = ProphetHistory(ds: plain.ds, y: plain.y.map { $0 * 1e-9 })
        let text = try ProphetJSON.encode(try ProphetModel().fit(history))
        let rounded = try Self.edited(text, "history") { value in
            guard case .text(let table) = value,
                case .object(var members) = try? JSONParser.parse(Array(table.utf8)),
                case .array(let rows) = members[1].value
            else { return value }
            members[1] = JSONValue.Member(
                name: "data",
                value: .array(
                    rows.map { row in
                        guard case .object(let cells) = row else { return row }
                        return .object(
                            cells.map { cell in
                                guard case .number(let number) = cell.value else { return cell }
                                return JSONValue.Member(
                                    name: cell.name, value: .number((number * 1e10).rounded() / 1e10))
                            })
                    }))
            return .text(JSONText.text(.object(members)))
        }
        let read = try ProphetJSON.decode(rounded)
        for (found, expected) in zip(read.history.y, history.y) {
            #expect(abs(found - expected) <= 1e-9 * abs(expected))
        }
    }

    @Test("A model without history cannot be written, nor one whose column Prophet uses itself")
    func refusals() throws {
        let fitted = try ModelSamples.all[0].fitted()
        let bare = try CompactModel.decode(try CompactModel.encode(fitted))
        #expect(throws: InterchangeError.noHistory) { _ = try ProphetJSON.encode(bare) }
        var frame = ProphetFrame(ds: ModelSamples.frame(from: 0, rows: 30).ds)
        frame.regressors["t"] = frame.ds.map { sin(Double($0)) }
        let model = try ProphetModel(options: .init(regressors: [Regressor("t")]))
        let taken = try model.fit(ProphetHistory(frame, y: frame.ds.map { cos(Double($0)) }))
        #expect(throws: InterchangeError.columnNameTaken("t")) { _ = try ProphetJSON.encode(taken) }
    }

    @Test(
        "Values that would make a model huge or senseless are refused",
        arguments: [
            ("n_changepoints", JSONValue.number(1e300)), ("y_scale", .number(0)),
            ("y_scale", .number(-.infinity)),
            ("t_scale", .number(0)), ("t_scale", .number(1e300)), ("start", .text("x")),
            ("interval_width", .number(1)), ("changepoint_prior_scale", .number(0)),
            ("growth", .text("cubic")),
            ("yearly_seasonality", .number(1e9)), ("changepoints_t", .array([])), ("params", .object([])),
            ("holidays", .text("[]")), ("history", .text("{")), ("seasonalities", .array([])),
        ])
    func senseless(key: String, value: JSONValue) throws {
        let text = try Self.edited(try ProphetJSON.encode(try ModelSamples.all[0].fitted()), key) { _ in value
        }
        #expect(throws: InterchangeError.self) { _ = try ProphetJSON.decode(text) }
    }

    @Test("Holidays with enormous windows are refused before their columns are made")
    func enormousWindows() throws {
        let text = try ProphetJSON.encode(try ModelSamples.all[1].fitted())
        for window in ["-1000000000", "-3660", "1"] {
            let wide = text.replacing("\\\"lower_window\\\":-2", with: "\\\"lower_window\\\":\(window)")
            #expect(wide != text)
            #expect(throws: InterchangeError.self) { _ = try ProphetJSON.decode(wide) }
        }
    }
}
