import Foundation
import ProphetEngine
import TestSupport

/// A recorded run of Prophet with the true optimum of the same model (`prophet/goldens/NAME.json`).
struct GoldenCase: Decodable {
    let options: GoldenOptions
    let add_seasonality: [GoldenSeasonality]
    let history: Rows
    let predict_input: Rows
    let setup: Setup
    let `default`: Solution
    let map: Solution?
    let intervals_at_map: Intervals?
    let tolerance_class: String
    let log_messages: [[String]]

    struct Rows: Decodable {
        let ds: [String]
        let y: [Double?]?
    }

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
        ProphetHistory(ds: history.ds.map(GoldenTime.milliseconds), y: (history.y ?? []).map { $0 ?? .nan })
    }

    /// The times to predict.
    var predictTimes: [Int64] { predict_input.ds.map(GoldenTime.milliseconds) }

    /// The options of the model.
    var prophetOptions: ProphetOptions {
        options.prophetOptions(seasonalities: add_seasonality)
    }
}

/// The columns of a recorded forecast by name.
struct GoldenPrediction: Decodable {
    let ds: [String]
    let columns: [String: [Double]]

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        ds = try container.decode([String].self, forKey: Key(stringValue: "ds"))
        var columns: [String: [Double]] = [:]
        for key in container.allKeys where key.stringValue != "ds" {
            columns[key.stringValue] = try container.decode([Double].self, forKey: key)
        }
        self.columns = columns
    }
}
