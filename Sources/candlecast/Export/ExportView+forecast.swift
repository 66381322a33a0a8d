import Candles
import ServingLayer

extension ExportView {
    /// The forecast of one symbol, every model.
    static func forecasts(_ record: ForecastRecord) -> CSVFile {
        CSVFile(
            path: "forecasts/\(record.symbol).csv",
            header: ["ds", "model", "yhat", "yhat_lower", "yhat_upper", "cutoff"],
            rows: record.rows.map { row in
                [
                    "\(row.day)", row.model, Decimal.text(row.yhat), Decimal.text(row.lower),
                    Decimal.text(row.upper),
                    "\(record.lastDay)",
                ]
            })
    }

    /// What the study predicted beside what happened.
    static func results(_ record: ForecastRecord) -> CSVFile {
        CSVFile(
            path: "results/\(record.symbol).csv",
            header: [
                "ds", "y", "yhat", "error", "abs_error", "pct_error", "yhat_lower", "yhat_upper", "model",
                "cutoff",
            ],
            rows: record.evaluation.map { row in
                let error = row.actual - row.yhat
                return [
                    "\(row.day)", Decimal.text(row.actual), Decimal.text(row.yhat), Decimal.text(error),
                    Decimal.text(abs(error)), Decimal.text(100 * abs(error) / row.actual),
                    Decimal.text(row.lower),
                    Decimal.text(row.upper), row.model, "\(row.cutoff)",
                ]
            })
    }

    /// The figures of the study of all symbols, a row for each model.
    static func metrics(_ records: [ForecastRecord]) -> CSVFile {
        let names = ["mae", "rmse", "mape", "smape", "mase", "bias", "coverage", "mean_width", "skill"]
        return CSVFile(
            path: "metrics/metrics.csv",
            header: ["symbol", "model"] + names + ["cutoffs", "cutoff", "seed"],
            rows: records.flatMap { record in
                models(of: record).map { model in
                    let cutoffs = Set(record.evaluation.filter { $0.model == model }.map(\.cutoff)).count
                    let values = names.map { name in
                        KlineRow.text(
                            record.scores.first {
                                $0.model == model && $0.metric == name && $0.horizon == nil
                            }?.value)
                    }
                    return [record.symbol.name, model] + values + [
                        "\(cutoffs)", "\(record.lastDay)", "\(record.seed)",
                    ]
                }
            })
    }

    private static func models(of record: ForecastRecord) -> [String] {
        record.scores.reduce(into: []) { models, score in
            if !models.contains(score.model) { models.append(score.model) }
        }
    }
}
