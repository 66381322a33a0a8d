import Foundation
import TestSupport
import Testing

/// Fits and forecasts of series in CSV files, as a user of Prophet would run them.
@Suite("prophet fit and predict")
struct ProphetForecastTests {
    @Test("fit says how the fit went, as tables and as JSON")
    func fit() async throws {
        let program = try SampleSeries.program()
        let table = try await program.run([
            "prophet", "fit", "sales.csv", "--regressor", "promo,mode=multiplicative",
        ])
        #expect(table.code == 0, "\(table.errors)")
        for word in [
            "300 with a value", "2021-01-01 to 2021-10-27", "linear", "of 25 active", "weekly", "promo",
        ] {
            #expect(table.output.contains(word), "\(table.output) lacks \(word)")
        }
        let json = try await program.run([
            "prophet", "fit", "sales.csv", "--json", "--seasonality",
            "name=monthly,period=30.5,order=4,prior=2",
        ])
        let object = try SampleSeries.object(json.output)
        #expect(object["schema"] as? String == "candlecast.prophet.fit/1")
        #expect(object["rows"] as? Int == 300)
        let residual = try #require(object["kkt_residual"] as? Double)
        #expect(residual < 1e-4)
        let seasonalities = try #require(object["seasonalities"] as? [[String: Any]])
        #expect(seasonalities.map { $0["name"] as? String } == ["monthly", "weekly"])
        #expect(seasonalities.first?["period_days"] as? Double == 30.5)
        #expect(seasonalities.first?["prior_scale"] as? Double == 2)
        try program.remove()
    }

    @Test(
        "A saved model, in either form, forecasts what the series itself does",
        arguments: ["m.json", "m.ccm"])
    func savedModel(name: String) async throws {
        let program = try SampleSeries.program()
        let options = [
            "--changepoint_prior_scale", "0.2", "--n_changepoints=10", "--weekly_seasonality", "2",
        ]
        let fit = try await program.run(["prophet", "fit", "sales.csv", "--model", name] + options)
        #expect(fit.code == 0, "\(fit.errors)")
        let saved = try await program.run(["prophet", "predict", "--model", name, "--periods", "20"])
        let direct = try await program.run(["prophet", "predict", "sales.csv", "--periods", "20"] + options)
        #expect(saved.code == 0, "\(saved.errors)")
        let (left, right) = (saved.output.split(separator: "\n"), direct.output.split(separator: "\n"))
        #expect(left.count == 321 && right.count == 321)
        #expect(left.first == right.first)
        #expect(left.first?.hasPrefix("ds,trend,yhat_lower,yhat_upper,") == true)
        for (one, other) in zip(left, right).dropFirst() {
            let (one, other) = (one.split(separator: ","), other.split(separator: ","))
            #expect(one[0] == other[0])
            for (value, expected) in zip(one, other).dropFirst() {
                let (value, expected) = (try #require(Double(value)), try #require(Double(expected)))
                #expect(abs(value - expected) <= 1e-9 * max(1, abs(expected)), "\(one[0])")
            }
        }
        try program.remove()
    }

    @Test("Future rows follow the step of the history or the one asked for")
    func frequency() async throws {
        let program = try SampleSeries.program()
        let dates = { (arguments: [String]) async throws -> [Substring] in
            let run = try await program.run(
                ["prophet", "predict", "sales.csv", "--no-include-history", "--uncertainty-samples", "0"]
                    + arguments)
            #expect(run.code == 0, "\(run.errors)")
            return run.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        }
        #expect(try await dates(["--periods", "2"]) == ["2021-10-28", "2021-10-29"])
        #expect(try await dates(["--periods", "2", "--frequency", "MS"]) == ["2021-11-01", "2021-12-01"])
        #expect(
            try await dates(["--periods", "2", "--frequency", "12h"]) == [
                "2021-10-27 12:00:00", "2021-10-28 00:00:00",
            ])
        try program.remove()
    }

    @Test("A regressor's future values come from a file, and their lack is refused with the way out")
    func regressor() async throws {
        let program = try SampleSeries.program()
        let base = ["prophet", "predict", "sales.csv", "--regressor", "promo", "--uncertainty-samples", "0"]
        let refused = try await program.run(base + ["--periods", "5"])
        #expect(refused.code == 64)
        #expect(refused.errors.contains("promo") && refused.errors.contains("--future"), "\(refused.errors)")
        try SampleSeries.write("ds,promo\n2021-10-28,0\n2021-10-29,1\n", "coming.csv", program)
        let run = try await program.run(base + ["--future", "coming.csv", "--json"])
        #expect(run.code == 0, "\(run.errors)")
        let object = try SampleSeries.object(run.output)
        #expect(object["rows"] as? Int == 302)
        let columns = try #require(object["columns"] as? [String: [Any]])
        let promo = try #require(columns["promo"]?.suffix(2).map { $0 as? Double })
        let effect = try #require(promo[1])
        #expect(promo[0] == 0 && effect > 6 && effect < 10)
        #expect((columns["ds"]?.last as? String) == "2021-10-29")
        try SampleSeries.write("ds\n2021-10-28\n", "empty.csv", program)
        let missing = try await program.run(base + ["--future", "empty.csv"])
        #expect(missing.code == 65 && missing.errors.contains("promo"), "\(missing.errors)")
        try program.remove()
    }

    @Test("Logistic growth asks for the cap of future rows and says what it was")
    func cap() async throws {
        let program = try SampleSeries.program()
        let base = ["prophet", "predict", "sales.csv", "--growth", "logistic", "--uncertainty-samples", "0"]
        let refused = try await program.run(base + ["--periods", "3"])
        #expect(refused.code == 64 && refused.errors.contains("--cap 400"), "\(refused.errors)")
        let run = try await program.run(base + ["--periods", "3", "--cap", "400"])
        #expect(run.code == 0 && run.output.hasPrefix("ds,trend,cap,"), "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 304)
        try program.remove()
    }

    @Test("Holidays come from a table or a calendar")
    func holidays() async throws {
        let program = try SampleSeries.program()
        try SampleSeries.write(
            "holiday,ds,lower_window,upper_window\nFair,2021-03-01,0,1\nFair,2021-11-05,0,1\n", "days.csv",
            program)
        let event =
            "BEGIN:VEVENT\r\nSUMMARY:Fair\r\nDTSTART;VALUE=DATE:20210301\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n"
        try SampleSeries.write("BEGIN:VCALENDAR\r\n\(event)END:VCALENDAR\r\n", "days.ics", program)
        for file in ["days.csv", "days.ics"] {
            let run = try await program.run(["prophet", "fit", "sales.csv", "--holidays", file, "--json"])
            #expect(run.code == 0, "\(run.errors)")
            #expect(try SampleSeries.object(run.output)["holidays"] as? [String] == ["Fair"])
        }
        try program.remove()
    }

    @Test("The forecast, its table and its pictures are written where asked")
    func files() async throws {
        let program = try SampleSeries.program()
        let run = try await program.run([
            "prophet", "predict", "sales.csv", "--periods", "30", "-o", "forecast.csv", "--plot", "page.html",
            "--plot-components", "parts.svg", "--plot-changepoints",
        ])
        #expect(run.code == 0, "\(run.errors)")
        #expect(try SampleSeries.read("forecast.csv", program).split(separator: "\n").count == 331)
        #expect(run.output.contains("yhat_upper") && run.output.split(separator: "\n").count == 32)
        let page = try SampleSeries.read("page.html", program)
        #expect(
            page.contains("<h1>sales</h1>") && page.contains("Uncertainty interval")
                && !page.contains("<script"))
        #expect(try SampleSeries.read("parts.svg", program).contains("weekly · day of week"))
        try program.remove()
    }

    @Test("Every simulated path is written where asked, the same for the same seed")
    func samples() async throws {
        let program = try SampleSeries.program()
        var texts: [String] = []
        for seed in ["1", "1", "2"] {
            let run = try await program.run([
                "prophet", "predict", "sales.csv", "--periods", "4", "--no-include-history", "--samples",
                "paths.csv",
                "--uncertainty_samples", "25", "--seed", seed,
            ])
            #expect(run.code == 0, "\(run.errors)")
            texts.append(try SampleSeries.read("paths.csv", program))
        }
        let rows = texts[0].split(separator: "\n")
        #expect(rows.count == 101 && rows[0] == "ds,sample,yhat,trend")
        #expect(rows[1].hasPrefix("2021-10-28,1,") && rows[100].hasPrefix("2021-10-31,25,"))
        #expect(texts[0] == texts[1] && texts[0] != texts[2])
        try program.remove()
    }

    @Test("Draws of the posterior are counted, saved with the model and used by its forecast")
    func draws() async throws {
        let program = try SampleSeries.program()
        let fit = try await program.run([
            "prophet", "fit", "sales.csv", "--json", "--mcmc-samples", "20", "--sampler", "laplace",
            "--model", "m.json",
        ])
        #expect(fit.code == 0, "\(fit.errors)")
        let draws = try #require(try SampleSeries.object(fit.output)["draws"] as? Int)
        #expect(draws > 0)
        let run = try await program.run([
            "prophet", "predict", "--model", "m.json", "--periods", "1", "--json",
        ])
        let columns = try #require(try SampleSeries.object(run.output)["columns"] as? [String: [Any]])
        let weekly = try #require(columns["weekly"]?.last as? Double)
        let upper = try #require(columns["weekly_upper"]?.last as? Double)
        #expect(weekly < upper)
        try program.remove()
    }
}
