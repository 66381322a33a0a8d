import ProphetInterchange
import TestSupport
import Testing

@testable import ProphetParity

/// Every comparison can fail: a recorded value that is slightly wrong is found.
@Suite("Perturbed recorded files", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct PerturbedFileTests {
    /// A change of a recorded file that must be found.
    struct Perturbation: CustomTestStringConvertible, Sendable {
        let file: String
        let path: String
        let change: @Sendable (JSONValue) -> JSONValue

        init(_ file: String, _ path: String, _ change: @escaping @Sendable (JSONValue) -> JSONValue) {
            self.file = file
            self.path = path
            self.change = change
        }

        /// Moves a number.
        init(_ file: String, _ path: String, by amount: Double) {
            self.init(file, path) { $0.moved(by: amount) }
        }

        var testDescription: String { "\(file): \(path)" }
    }

    private static let removal: @Sendable (JSONValue) -> JSONValue = { value in
        .array(Array((value.elements ?? []).dropFirst()))
    }

    static let cases: [Perturbation] = [
        Perturbation("air_additive", "history/y/3", by: 1),
        Perturbation("air_additive", "setup/y_scale", by: 1e-9),
        Perturbation("air_additive", "setup/y_min", by: 1e-9),
        Perturbation("air_additive", "setup/t_scale_seconds", by: 1),
        Perturbation("air_additive", "setup/start") { _ in .text("1949-01-02") },
        Perturbation("air_additive", "setup/n_changepoints", by: 1),
        Perturbation("air_additive", "setup/changepoints/3") { _ in .text("1950-01-01") },
        Perturbation("air_additive", "setup/changepoints_t/3", by: 1e-12),
        Perturbation("air_additive", "setup/seasonalities/yearly/fourier_order", by: 1),
        Perturbation("air_additive", "setup/seasonalities/yearly/prior_scale", by: 1),
        Perturbation("air_additive", "setup/feature_columns/0") { _ in .text("yearly") },
        Perturbation("air_additive", "setup/prior_scales/0", by: 1),
        Perturbation("air_additive", "setup/s_a/0", by: -1),
        Perturbation("air_additive", "setup/component_cols/yearly/0", by: -1),
        Perturbation("air_additive", "setup/component_modes/additive", removal),
        Perturbation("air_additive", "setup/feature_rows/72/5", by: 1e-8),
        Perturbation("air_additive", "setup/history_rows/72/y_scaled", by: 1e-12),
        Perturbation("air_additive", "setup/history_rows/72/t", by: 1e-12),
        Perturbation("air_additive", "setup/init/k", by: 1e-9),
        Perturbation("air_additive", "setup/logistic_floor") { _ in .bool(true) },
        Perturbation("air_additive", "log_messages", removal),
        Perturbation("air_additive", "default/lp", by: 1e-4),
        Perturbation("air_additive", "default/prediction/trend/5", by: 1e-5),
        Perturbation("air_additive", "default/prediction/yearly/5", by: 1e-5),
        Perturbation("air_additive", "default/prediction/ds/5") { _ in .text("1949-01-02") },
        Perturbation("air_additive", "default/params/m", by: 1e-6),
        Perturbation("air_additive", "map/lp", by: 1e-4),
        Perturbation("air_additive", "map/params/beta/0", by: 1e-6),
        Perturbation("air_additive", "map/params/sigma_obs", by: 1e-6),
        Perturbation("air_additive", "map/prediction/yhat/40", by: 1e-5),
        Perturbation("air_additive", "map/prediction/yhat/80", by: 1e-5),
        Perturbation("air_additive", "intervals_at_map/yhat_lower/10", by: 12),
        Perturbation("air_additive", "intervals_at_map/yhat_upper/80", by: -12),
        Perturbation("air_additive", "intervals_at_map/trend_lower/80", by: -4),
        Perturbation("air_additive", "intervals_at_map/trend_upper/0", by: 1e-3),
        Perturbation("logR_logistic_cap", "intervals_at_map/trend_upper/164", by: 0.1),
        Perturbation("air_additive", "tolerance_class") { _ in .text("strict") },
        Perturbation("air_additive", "options") { _ in .object([.init(name: "growht", value: .text("flat"))])
        },
        Perturbation("constant_linear", "default/params/m", by: 1e-9),
        Perturbation("constant_linear", "default/prediction/yhat/3", by: 1e-5),
        Perturbation("tiny_03", "history/y/1", by: 0.01),
        Perturbation("synth_regressors_mixed", "setup/regressors/temp/mu", by: 1e-8),
        Perturbation("synth_regressors_mixed", "setup/regressors/temp/std", by: 1e-8),
        Perturbation("synth_regressors_mixed", "setup/regressors/price/mode") { _ in .text("additive") },
        Perturbation("air_multiplicative", "cross_validation/cutoffs/0") { _ in .text("1953-01-01") },
        Perturbation("air_multiplicative", "cross_validation/y/0", by: 1e-6),
        Perturbation("air_multiplicative", "cross_validation/ds/0") { _ in .text("1954-01-02") },
        Perturbation("air_multiplicative", "cross_validation/yhat_map/0", by: 1e-3),
        Perturbation("air_multiplicative", "cross_validation/map_lp_per_cutoff/2", by: 1e-4),
        Perturbation("air_multiplicative", "cross_validation/metrics_rolling_0.1_map/rmse/0", by: 1e-3),
        Perturbation(
            "air_multiplicative", "cross_validation/metrics_rolling_0.1_map/horizon_seconds/0", by: 86_400),
        Perturbation("air_multiplicative", "cross_validation/metrics_rolling_1_default/mape/0", by: 1e-6),
    ]

    static let auxiliary: [Perturbation] = [
        Perturbation("aux/cutoffs", "daily/cases/0/cutoffs/3") { _ in .text("2018-05-26 00:00:00") },
        Perturbation("aux/cutoffs", "daily/cases/0/cutoffs", removal),
        Perturbation("aux/cutoffs", "daily/cases/2/error") { _ in .null },
        Perturbation("aux/setup", "0/result/y_scale", by: 1e-9),
        Perturbation("aux/setup", "0/result/n_changepoints", by: 1),
        Perturbation("aux/setup", "0/result/seasonalities") { _ in .object([]) },
        Perturbation("aux/setup", "0/log", removal),
        Perturbation("aux/setup", "0/result/error") { _ in .text("") },
        Perturbation("aux/setup", "0/result") { _ in .object([.init(name: "error", value: .text("any"))]) },
        Perturbation("aux/fourier", "5/features/2/3", by: 1e-8),
        Perturbation("aux/metrics_regular", "results/20/result/smape/0", by: 1e-6),
        Perturbation("aux/metrics_regular", "results/30/result/horizon/0", by: 86_400),
        Perturbation("aux/metrics_irregular", "results/0/result/mse/4", by: 1e-3),
        Perturbation("aux/metrics_irregular", "results/18/mdape_stable/0", by: 1e-6),
        Perturbation("aux/percentiles", "result/1/2", by: 1e-9),
        Perturbation("aux/trend_shift_matrix", "linear_uncertainty/1/4", by: 1e-9),
        Perturbation("aux/trend_shift_matrix", "matrix/1/4", by: 1e-9),
        Perturbation("aux/errors", "1/raised") { _ in .null },
        Perturbation("aux/errors", "3/case") { _ in .text("something new") },
        Perturbation("aux/serialized_default", "prediction/yhat/4", by: 1e-5),
        Perturbation("aux/serialized_rich", "prediction/xmas/4", by: 1e-5),
        Perturbation("aux/serialized_rich", "model_json") { _ in .text("{}") },
    ]

    @Test("A wrong value in a case is found", arguments: cases)
    func wrongCase(perturbation: Perturbation) throws {
        try expectFailure(perturbation)
    }

    @Test("A wrong value in an auxiliary file is found", arguments: auxiliary)
    func wrongAuxiliary(perturbation: Perturbation) throws {
        try expectFailure(perturbation)
    }

    private func expectFailure(_ perturbation: Perturbation) throws {
        var document = try RecordedFiles.document(perturbation.file)
        let path = perturbation.path.split(separator: "/").map(String.init)
        if path == ["0", "result", "error"] {
            // A member that is not there yet.
            document = document.changing(["0", "result"]) {
                .object($0.members + [.init(name: "error", value: perturbation.change(.null))])
            }
        } else {
            let changed = document.changing(path, perturbation.change)
            try #require(changed != document, "the path leads to nothing that changes")
            document = changed
        }
        let report = RecordedFiles.report(perturbation.file, document)
        #expect(!report.passed, "\(report.line)")
    }

    @Test("An optimum above the recorded one is told, not failed")
    func betterOptimum() throws {
        let document = try RecordedFiles.document("air_additive").changing(["map", "lp"]) {
            $0.moved(by: -1e-4)
        }
        // The recorded parameters keep their own density, which no longer is what the file says.
        let report = RecordedFiles.report("air_additive", document)
        #expect(report.failures.allSatisfy { $0.hasPrefix("lp(map)") })
        #expect(report.skipped.contains { $0.contains("better") })
    }

    @Test(
        "Absent parts are skipped and told",
        arguments: [
            "map", "intervals_at_map", "cross_validation", "log_messages", "predict_input", "tolerance_class",
        ])
    func absentPart(name: String) throws {
        let document = try RecordedFiles.document("air_multiplicative").changing([name]) { _ in .null }
        let report = RecordedFiles.report("air_multiplicative", document)
        #expect(report.skipped.contains { $0.contains(name) }, "\(report.line)")
        if name != "predict_input" {
            #expect(report.passed, "\(report.line)")
        }
    }
}
