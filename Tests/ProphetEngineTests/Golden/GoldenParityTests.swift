import TestSupport
import Testing

@testable import ProphetEngine

/// Parity with Prophet 1.5: its setup, formulas and predictions, and the true optimum of its posterior.
@Suite("Golden parity", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct GoldenParityTests {
    /// Cases whose posterior has one optimum.
    static let optimumCases = [
        "air_additive", "air_multiplicative", "air_order_and_range", "air_no_changepoints", "peyton_default",
        "retail_default", "crypto_additive", "crypto_multiplicative", "peyton_cps_low", "peyton_cps_high",
        "peyton_explicit_changepoints", "nan_unsorted", "tiny_05", "tiny_10", "tiny_20", "tiny_30_weekly",
        "logR_flat", "peyton_monthly_custom", "hourly_synth", "yosemite_subdaily",
        "minmax_air_multiplicative",
        "minmax_stock", "logR_logistic_cap", "logR_logistic_cap_floor", "peyton_binary_regressor",
        "peyton_conditional", "peyton_holidays_mult_prior", "peyton_holidays_windows",
        "peyton_us_holidays_explicit", "synth_regressors_mixed", "t099_newton", "t100_lbfgs", "weekly_gaps",
    ]
    static let unboundedCases = ["tiny_02", "tiny_03"]
    static let constantCases = ["constant_linear", "constant_zero"]
    static let allCases = optimumCases + unboundedCases + constantCases

    private static func prepared(_ golden: GoldenCase) throws -> PreparedModel {
        try PreparedModel(options: golden.prophetOptions, history: golden.prophetHistory)
    }

    private static let emptyReport = FitReport(
        logPosterior: 0, kktResidual: 0, rounds: 0, gramPasses: 0, factorisations: 0, activeChangepoints: 0,
        warnings: [])

    @Test("Scales, changepoints, seasonalities and columns are Prophet's", arguments: allCases)
    func setupIsTheSame(name: String) throws {
        let golden = try GoldenCase.load(name)
        let model = try Self.prepared(golden)
        let setup = golden.setup
        #expect(model.scale.start == GoldenTime.milliseconds(setup.start))
        #expect(Double(model.scale.tScale) == setup.t_scale_seconds * 1000)
        #expect(model.scale.yScale == setup.y_scale)
        #expect(model.scale.yMin == setup.y_min)
        #expect(model.changepoints.times == setup.changepoints.map(GoldenTime.milliseconds))
        #expect(model.changepoints.scaledTimes == setup.changepoints_t)
        #expect(model.seasonalities.map(\.name) == setup.seasonality_order)
        for seasonality in model.seasonalities {
            let expected = try #require(setup.seasonalities[seasonality.name])
            #expect(seasonality.period == expected.period)
            #expect(seasonality.order == expected.fourier_order)
            #expect(seasonality.priorScale == expected.prior_scale)
            #expect(seasonality.mode.rawValue == expected.mode)
        }
        let columns = model.posterior.features.columns
        #expect(columns.map(\.name) == setup.feature_columns)
        #expect(columns.map(\.priorScale) == setup.prior_scales)
        for (index, column) in columns.enumerated() where column.component != nil {
            #expect((column.mode == .additive ? 1 : 0) == setup.s_a[index])
            #expect((column.mode == .multiplicative ? 1 : 0) == setup.s_m[index])
        }
        let initial = model.initialParameters
        #expect(abs(initial.k - setup.`init`.k) <= 1e-12)
        #expect(abs(initial.m - setup.`init`.m) <= 1e-12)
        for (text, expected) in setup.history_rows {
            let row = try #require(Int(text))
            #expect(model.rows.ds[row] == GoldenTime.milliseconds(expected.ds))
            #expect(abs(model.posterior.t[row] - expected.t) <= 1e-15)
            #expect(abs(model.posterior.y[row] - expected.y_scaled) <= 1e-15)
        }
        for (text, expected) in setup.feature_rows {
            let row = try #require(Int(text))
            // Prophet evaluates sin(2π i x / period) unreduced, which costs it 1e-16 of an argument of up to
            // 1e5.
            for (column, value) in expected.enumerated() {
                #expect(abs(model.posterior.features.values[row, column] - value) <= 1e-10)
            }
        }
    }

    @Test("Warnings tell what Prophet logs", arguments: allCases)
    func warningsAreTheSame(name: String) throws {
        let golden = try GoldenCase.load(name)
        let model = try Self.prepared(golden)
        let disabled = golden.log_messages.map { $0[1] }.filter { $0.hasPrefix("Disabling ") }
            .map { String($0.split(separator: " ")[1]) }
        let ours = model.warnings.compactMap { warning in
            if case .seasonalityDisabled(let name) = warning { name } else { nil }
        }
        #expect(ours == disabled)
        let isReduced = golden.log_messages.contains { $0[1].hasPrefix("n_changepoints greater") }
        #expect(model.warnings.contains(.changepointsReduced(to: golden.setup.n_changepoints)) == isReduced)
    }

    @Test("The log posterior at Prophet's parameters is Prophet's", arguments: optimumCases)
    func logPosteriorIsTheSame(name: String) throws {
        let golden = try GoldenCase.load(name)
        let posterior = try Self.prepared(golden).posterior
        for solution in [golden.default, try #require(golden.map)] {
            let expected = try #require(solution.lp)
            let parameters = try #require(solution.params_unfolded).parameters
            #expect(abs(posterior.logDensity(parameters) - expected) <= 1e-8 * max(1, abs(expected)))
        }
    }

    @Test("The forecast at Prophet's parameters is Prophet's", arguments: allCases)
    func predictionIsTheSame(name: String) throws {
        let golden = try GoldenCase.load(name)
        let model = try Self.prepared(golden)
        for solution in [golden.default, golden.map].compactMap(\.self) {
            let fitted = model.fitted(solution.params.parameters, report: Self.emptyReport)
            let forecast = try fitted.predict(golden.predictFrame)
            #expect(forecast.ds == solution.prediction.ds.map(GoldenTime.milliseconds))
            Self.expectEqual(forecast, solution.prediction, tolerance: 1e-9, scale: golden.setup.y_scale)
        }
    }

    /// Compares all columns; fractions and units of the series each with their own scale.
    private static func expectEqual(
        _ forecast: ProphetForecast, _ expected: GoldenPrediction, tolerance: Double, scale: Double
    ) {
        var columns: [String: ([Double], ComponentMode)] = [
            "trend": (forecast.trend, .additive), "yhat": (forecast.yhat, .additive),
        ]
        columns["cap"] = forecast.cap.map { ($0, .additive) }
        columns["floor"] = forecast.floor.map { ($0, .additive) }
        for component in forecast.components {
            columns[component.name] = (component.values, component.mode)
        }
        #expect(Set(columns.keys) == Set(expected.columns.keys))
        for (name, (values, mode)) in columns {
            let unit = mode == .additive ? scale : 1
            let distance =
                zip(values, expected.columns[name] ?? []).map { abs($0 - $1) / unit }.max() ?? .infinity
            #expect(distance <= tolerance, "\(name) differs by \(distance) of its scale")
        }
    }

    @Test("The fit is the true optimum", arguments: optimumCases)
    func fitIsTheOptimum(name: String) throws {
        let golden = try GoldenCase.load(name)
        let map = try #require(golden.map)
        let fitted = try ProphetModel(options: golden.prophetOptions).fit(golden.prophetHistory)
        let report = fitted.report
        #expect(report.kktResidual <= 1e-8)
        let best = try #require(map.lp)
        #expect(abs(report.logPosterior - best) <= 1e-8 * max(1, abs(best)))
        let defaultDensity = try #require(golden.default.lp)
        #expect(report.logPosterior >= defaultDensity)
        let expected = map.params
        let parameters = fitted.parameters
        // The recorded optimum is itself exact to about 1e-8, so closer agreement would be chance.
        let pairs =
            [(parameters.k, expected.k), (parameters.m, expected.m), (parameters.sigma, expected.sigma_obs)]
            + Array(zip(parameters.delta, expected.delta)) + Array(zip(parameters.beta, expected.beta))
        let distance = pairs.map { abs($0 - $1) }.max() ?? .infinity
        #expect(distance <= 1e-7, "parameters differ by \(distance)")
        Self.expectEqual(
            try fitted.predict(golden.predictFrame), map.prediction, tolerance: 1e-7,
            scale: golden.setup.y_scale)
    }

    @Test("A constant series is forecast as that constant", arguments: constantCases)
    func constantSeries(name: String) throws {
        let golden = try GoldenCase.load(name)
        let fitted = try ProphetModel(options: golden.prophetOptions).fit(golden.prophetHistory)
        #expect(fitted.parameters == golden.default.params.parameters)
        #expect(fitted.report.warnings.contains(.constantSeries))
        Self.expectEqual(
            try fitted.predict(golden.predictFrame), golden.default.prediction, tolerance: 1e-15,
            scale: golden.setup.y_scale)
    }

    @Test("A series that can be followed exactly is, and the report says so", arguments: unboundedCases)
    func unboundedSeries(name: String) throws {
        let golden = try GoldenCase.load(name)
        let fitted = try ProphetModel(options: golden.prophetOptions).fit(golden.prophetHistory)
        #expect(fitted.report.warnings.contains { if case .sigmaFloor = $0 { true } else { false } })
        let history = golden.prophetHistory
        let forecast = try fitted.predict(history.frame)
        for (yhat, y) in zip(forecast.yhat, history.y) {
            #expect(abs(yhat - y) <= 1e-5 * golden.setup.y_scale)
        }
        let future = try fitted.predict(golden.predictFrame)
        #expect(future.yhat.allSatisfy { abs($0) <= 10 * golden.setup.y_scale })
    }

    /// Compares probabilities, not values: where paths rarely change, a quantile has no normal error.
    @Test("Intervals agree with Prophet's sampler", arguments: optimumCases)
    func intervalsAgree(name: String) throws {
        let golden = try GoldenCase.load(name)
        let expected = try #require(golden.intervals_at_map)
        let paths = 10_000.0
        let tail = (1 - expected.interval_width) / 2
        // Five standard errors of the difference of two sampled probabilities, for both tails.
        let margin = 2 * 5 * (2 * tail * (1 - tail) / paths).squareRoot()
        let wide = try Self.intervals(of: golden, width: min(0.9999, expected.interval_width + margin))
        let narrow = try Self.intervals(of: golden, width: expected.interval_width - margin)
        let slack = 1e-9 * golden.setup.y_scale
        for row in wide.ds.indices {
            #expect(wide.trendLower[row] - slack <= expected.trend_lower[row])
            #expect(wide.trendUpper[row] + slack >= expected.trend_upper[row])
            #expect(narrow.trendLower[row] + slack >= expected.trend_lower[row])
            #expect(narrow.trendUpper[row] - slack <= expected.trend_upper[row])
            #expect(wide.yhatLower[row] <= expected.yhat_lower[row])
            #expect(wide.yhatUpper[row] >= expected.yhat_upper[row])
            #expect(narrow.yhatLower[row] >= expected.yhat_lower[row])
            #expect(narrow.yhatUpper[row] <= expected.yhat_upper[row])
        }
    }

    /// The forecast with intervals of a width from as many paths as recorded, at the recorded optimum.
    private static func intervals(of golden: GoldenCase, width: Double) throws -> ProphetForecast {
        var options = golden.prophetOptions
        options.uncertaintySamples = 10_000
        options.intervalWidth = width
        let model = try PreparedModel(options: options, history: golden.prophetHistory)
        return try model.fitted(try #require(golden.map).params.parameters, report: emptyReport)
            .predict(golden.predictFrame, seed: 1)
    }
}
