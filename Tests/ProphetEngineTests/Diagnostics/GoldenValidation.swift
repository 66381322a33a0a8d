import Foundation
import ProphetEngine
import TestSupport

/// The cross-validation of a recorded run, with every fold at its true optimum.
struct GoldenValidation: Decodable {
    let args: Arguments
    let cutoffs: [String]
    let ds: [String]
    let cutoff_index: [Int]
    let y: [Double]
    let yhat_map: [Double]
    let map_lp_per_cutoff: [Double]
    let rolling: Metrics
    let overall: Metrics

    struct Arguments: Decodable {
        let initial: String
        let period: String
        let horizon: String
    }

    /// Metrics of one rolling window.
    struct Metrics: Decodable {
        let mse: [Double]
        let rmse: [Double]
        let mae: [Double]
        let mape: [Double]
        let mdape: [Double]
        let smape: [Double]
        let mdape_stable: [Double]?
        let horizon_seconds: [Double]?

        /// The values of each metric; the median with a stable order.
        var values: [(Metric, [Double])] {
            [
                (.mse, mse), (.rmse, rmse), (.mae, mae), (.mape, mape), (.smape, smape),
                (.mdape, mdape_stable ?? mdape),
            ]
        }
    }

    enum CodingKeys: String, CodingKey {
        case args, cutoffs, ds, cutoff_index, y, yhat_map, map_lp_per_cutoff
        case rolling = "metrics_rolling_0.1_map"
        case overall = "metrics_rolling_1_map"
    }

    private struct File: Decodable {
        let cross_validation: GoldenValidation
    }

    /// Reads the cross-validation of a case.
    static func load(_ name: String) throws -> Self {
        try JSONDecoder().decode(
            File.self, from: Data(contentsOf: SharedData.url("prophet/goldens/\(name).json"))
        ).cross_validation
    }

    /// The same cross-validation as ours.
    var options: CrossValidationOptions {
        CrossValidationOptions(
            horizon: Self.milliseconds(args.horizon), period: Self.milliseconds(args.period),
            initial: Self.milliseconds(args.initial), mode: .prophet)
    }

    /// A duration as recorded: "30 days", "12 hours", "45 minutes".
    static func milliseconds(_ text: String) -> Int64 {
        let parts = text.split(separator: " ")
        let units: [Substring: Int64] = ["days": 86_400_000, "hours": 3_600_000, "minutes": 60_000]
        return (Int64(parts[0]) ?? 0) * (units[parts[1]] ?? 0)
    }
}
