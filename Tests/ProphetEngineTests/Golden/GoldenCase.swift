import Foundation
import ProphetEngine
import TestSupport

/// A recorded run of Prophet with the true optimum of the same model (`prophet/goldens/NAME.json`).
struct GoldenCase: Decodable {
    let options: GoldenOptions
    let add_seasonality: [GoldenSeasonality]
    let add_regressor: [GoldenRegressor]?
    let holidays: GoldenHolidays?
    let history: GoldenRows
    let predict_input: GoldenRows
    let setup: Setup
    let `default`: Solution
    let map: Solution?
    let intervals_at_map: Intervals?
    let tolerance_class: String
    let log_messages: [[String]]

    struct Setup: Decodable {
        let start: String
        let t_scale_seconds: Double
        let y_scale: Double
        let y_min: Double
        let n_changepoints: Int
        let changepoints: [String]
        let changepoints_t: [Double]
        let seasonalities: [String: GoldenSeasonality]
        let seasonality_order: [String]
        let feature_columns: [String]
        let prior_scales: [Double]
        let s_a: [Double]
        let s_m: [Double]
        let feature_rows: [String: [Double]]
        let history_rows: [String: HistoryRow]
        let `init`: Initial
    }

    struct HistoryRow: Decodable {
        let ds: String
        let t: Double
        let y_scaled: Double
        let floor: Double
        let cap_scaled: Double?
    }

    struct Initial: Decodable {
        let k: Double
        let m: Double
    }

    struct Parameters: Decodable {
        let k: Double
        let m: Double
        let delta: [Double]
        let beta: [Double]
        let sigma_obs: Double

        var parameters: ProphetParameters {
            ProphetParameters(k: k, m: m, delta: delta, beta: beta, sigma: sigma_obs)
        }
    }

    struct Solution: Decodable {
        let params: Parameters
        let params_unfolded: Parameters?
        let lp: Double?
        let prediction: GoldenPrediction
    }

    struct Intervals: Decodable {
        let interval_width: Double
        let yhat_lower: [Double]
        let yhat_upper: [Double]
        let trend_lower: [Double]
        let trend_upper: [Double]
    }

    /// Reads a case.
    static func load(_ name: String) throws -> Self {
        try JSONDecoder().decode(
            Self.self, from: Data(contentsOf: SharedData.url("prophet/goldens/\(name).json")))
    }

    /// The history in the order recorded, missing values as NaN.
    var prophetHistory: ProphetHistory {
        ProphetHistory(history.frame(conditions: conditions), y: history.number("y") ?? [])
    }

    /// The rows to predict.
    var predictFrame: ProphetFrame { predict_input.frame(conditions: conditions) }

    private var conditions: Set<String> { Set(add_seasonality.compactMap(\.condition_name)) }

    /// The options of the model.
    var prophetOptions: ProphetOptions {
        var result = options.prophetOptions(seasonalities: add_seasonality)
        result.holidays = holidays?.holidays ?? []
        result.regressors = (add_regressor ?? []).map(\.regressor)
        return result
    }
}

/// The columns of a recorded forecast by name.
struct GoldenPrediction: Decodable {
    let ds: [String]
    let columns: [String: [Double]]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: GoldenKey.self)
        ds = try container.decode([String].self, forKey: GoldenKey(stringValue: "ds"))
        var columns: [String: [Double]] = [:]
        for key in container.allKeys where key.stringValue != "ds" {
            columns[key.stringValue] = try container.decode([Double].self, forKey: key)
        }
        self.columns = columns
    }
}
