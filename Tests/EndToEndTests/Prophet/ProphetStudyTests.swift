import Foundation
import TestSupport
import Testing

/// Cross-validation and search for options of series in CSV files.
@Suite("prophet cv and tune")
struct ProphetStudyTests {
    private static let folds = ["--horizon", "20 days", "--initial", "200d", "--period", "480 hours"]

    @Test("cv prints metrics, skips what cannot be computed with the reason, and writes the forecasts")
    func validation() async throws {
        let program = try SampleSeries.program()
        let run = try await program.run(
            [
                "prophet", "cv", "sales.csv", "-o", "rows.csv", "--plot", "rmse.svg", "--uncertainty-samples",
                "0",
            ]
                + Self.folds)
        #expect(run.code == 0, "\(run.errors)")
        // Cutoffs 20, 40, 60 and 80 days before the end leave 200 days or more before them.
        #expect(
            run.output.contains("80 forecasts from 4 cutoffs between 2021-08-08 and 2021-10-07"),
            "\(run.output)")
        #expect(run.output.contains("rmse") && !run.output.contains("coverage"))
        #expect(run.errors.contains("coverage was left out"), "\(run.errors)")
        let rows = try SampleSeries.read("rows.csv", program).split(separator: "\n")
        #expect(rows.first == "ds,yhat,y,cutoff" && rows.count == 81)
        #expect(try SampleSeries.read("rmse.svg", program).contains("rmse by horizon"))
        try program.remove()
    }

    @Test("cv as JSON has every horizon, and the metrics asked for only")
    func validationDocument() async throws {
        let program = try SampleSeries.program()
        let run = try await program.run(
            ["prophet", "cv", "sales.csv", "--json", "--metrics", "mae,coverage", "--rolling-window", "0"]
                + Self.folds)
        let object = try SampleSeries.object(run.output)
        #expect(object["schema"] as? String == "candlecast.prophet.cv/1")
        let metrics = try #require(object["metrics"] as? [String: [Double]])
        #expect(Set(metrics.keys) == ["mae", "coverage"])
        #expect(metrics["mae"]?.count == 20)
        #expect((object["horizons"] as? [Int])?.first == 86_400_000)
        #expect((object["cutoffs"] as? [String])?.count == 4)
        try program.remove()
    }

    @Test("cv refuses a regressor that is not known in advance, and takes one that is")
    func knownRegressor() async throws {
        let program = try SampleSeries.program()
        let base =
            ["prophet", "cv", "sales.csv", "--regressor", "promo", "--uncertainty-samples", "0"] + Self.folds
        let refused = try await program.run(base)
        #expect(refused.code == 64 && refused.errors.contains("--known-regressor promo"), "\(refused.errors)")
        let known = try await program.run(base + ["--known-regressor", "promo"])
        #expect(known.code == 0, "\(known.errors)")
        let compatible = try await program.run(base + ["--prophet-compatible"])
        #expect(compatible.code == 0 && compatible.errors.contains("taken as known"), "\(compatible.errors)")
        try program.remove()
    }

    @Test("tune ranks every combination and ends with a command that runs")
    func tuning() async throws {
        let program = try SampleSeries.program()
        let base = ["prophet", "tune", "sales.csv"] + Self.folds
        let run = try await program.run(
            base + [
                "--grid", "changepoint_prior_scale=0.001,0.5", "--grid",
                "seasonality_mode=additive,multiplicative",
            ])
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("4 sets of options, 80 forecasts from 4 cutoffs each"), "\(run.output)")
        let line = try #require(run.output.split(separator: "\n").last)
        #expect(line.hasPrefix("best: candlecast prophet predict sales.csv "), "\(line)")
        let command = line.dropFirst("best: candlecast ".count).split(separator: " ").map(String.init)
        let best = try await program.run(command)
        #expect(best.code == 0, "\(best.errors)")
        let json = try await program.run(base + ["--random", "3", "--metric", "mape", "--json"])
        let ranking = try #require(try SampleSeries.object(json.output)["ranking"] as? [[String: Any]])
        let scores = ranking.compactMap { $0["score"] as? Double }
        #expect(scores.count == 3 && scores == scores.sorted())
        let again = try await program.run(base + ["--random", "3", "--metric", "mape", "--json"])
        #expect(again.output == json.output)
        try program.remove()
    }

    @Test("The best command names the cap, and the file of future rows that is still to be written")
    func bestNeeds() async throws {
        let program = try SampleSeries.program()
        let run = try await program.run(
            [
                "prophet", "tune", "sales.csv", "--growth", "Logistic", "--regressor", "promo",
                "--known-regressor", "promo", "--uncertainty-samples", "0", "--grid", "scaling=ABSMAX,minmax",
            ] + Self.folds)
        #expect(run.code == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.last?.contains("FUTURE.csv is yours to write") == true, "\(run.output)")
        #expect(lines.last?.hasSuffix("ds, promo") == true)
        let line = try #require(lines.dropLast().last)
        #expect(line.hasSuffix("--cap 400 --future FUTURE.csv"))
        try SampleSeries.write("ds,promo\n2021-10-28,0\n", "FUTURE.csv", program)
        let command = line.dropFirst("best: candlecast ".count).split(separator: " ").map(String.init)
        let best = try await program.run(command)
        #expect(best.code == 0, "\(best.errors)")
        try program.remove()
    }

    @Test("What has no effect is warned of")
    func idle() async throws {
        let program = try SampleSeries.program()
        let run = try await program.run([
            "prophet", "cv", "sales.csv", "--horizon", "20d", "--cutoffs", "2021-09-01,2021-09-01",
            "--rolling-window", "3", "--known-regressor", "luck", "--uncertainty-samples", "0",
        ])
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("20 forecasts from 1 cutoff at 2021-09-01"), "\(run.output)")
        for word in ["luck", "2021-09-01 is given more than once", "--rolling-window 3.0"] {
            #expect(run.errors.contains(word), "\(run.errors) lacks \(word)")
        }
        try program.remove()
    }

    @Test("A search of which nothing can be scored ends as bad data")
    func unscored() async throws {
        var rows = SampleSeries.daily().split(separator: "\n").map(String.init)
        for row in 1..<rows.count { rows[row] = rows[row].prefix(10) + ",0,0,400" }
        let program = try SampleSeries.program(rows.joined(separator: "\n"))
        let run = try await program.run(
            [
                "prophet", "tune", "sales.csv", "--metric", "mape", "--grid", "scaling=absmax",
                "--uncertainty-samples", "0",
            ] + Self.folds)
        #expect(run.code == 65 && run.errors.contains("none of the sets"), "\(run.errors)")
        try program.remove()
    }
}
