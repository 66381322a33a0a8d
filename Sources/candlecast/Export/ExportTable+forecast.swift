import Candles
import Parquet
import ServingLayer

extension ExportTable {
    /// The forecast of one symbol, every model.
    static func forecasts(_ record: ForecastRecord) -> ExportTable {
        let rows = record.rows
        return ExportTable(
            path: "forecasts/\(record.symbol)",
            [
                (ExportColumn("ds", .day), .days(rows.map(\.day))),
                (ExportColumn("model", .text), .words(rows.map(\.model))),
                (ExportColumn("yhat", .number), .numbers(rows.map(\.yhat))),
                (ExportColumn("yhat_lower", .number), .numbers(rows.map(\.lower))),
                (ExportColumn("yhat_upper", .number), .numbers(rows.map(\.upper))),
                (ExportColumn("cutoff", .day), .days(rows.map { _ in record.lastDay })),
            ])
    }

    /// What the study predicted beside what happened.
    static func results(_ record: ForecastRecord) -> ExportTable {
        let rows = record.evaluation
        let errors = rows.map { $0.actual - $0.yhat }
        return ExportTable(
            path: "results/\(record.symbol)",
            [
                (ExportColumn("ds", .day), .days(rows.map(\.day))),
                (ExportColumn("y", .number), .numbers(rows.map(\.actual))),
                (ExportColumn("yhat", .number), .numbers(rows.map(\.yhat))),
                (ExportColumn("error", .number), .numbers(errors)),
                (ExportColumn("abs_error", .number), .numbers(errors.map(abs))),
                (
                    ExportColumn("pct_error", .number),
                    .numbers(zip(rows, errors).map { 100 * abs($1) / $0.actual })
                ),
                (ExportColumn("yhat_lower", .number), .numbers(rows.map(\.lower))),
                (ExportColumn("yhat_upper", .number), .numbers(rows.map(\.upper))),
                (ExportColumn("model", .text), .words(rows.map(\.model))),
                (ExportColumn("cutoff", .day), .days(rows.map(\.cutoff))),
            ])
    }

    /// The figures of the study of all symbols, a row for each model; a figure that is not defined is unknown.
    static func metrics(_ records: [ForecastRecord]) -> ExportTable {
        let names = ["mae", "rmse", "mape", "smape", "mase", "bias", "coverage", "mean_width", "skill"]
        let rows = records.flatMap { record in models(of: record).map { (record: record, model: $0) } }
        let figures = names.map { name in
            (
                column: ExportColumn(name, .number, isOptional: true),
                values: ParquetVector.numbers(
                    rows.map { row in
                        row.record.scores.first {
                            $0.model == row.model && $0.metric == name && $0.horizon == nil
                        }?.value
                    })
            )
        }
        let cutoffs = rows.map { row in
            Int64(Set(row.record.evaluation.filter { $0.model == row.model }.map(\.cutoff)).count)
        }
        return ExportTable(
            path: "metrics/metrics",
            [
                (ExportColumn("symbol", .text), .words(rows.map(\.record.symbol.name))),
                (ExportColumn("model", .text), .words(rows.map(\.model))),
            ] + figures + [
                (ExportColumn("cutoffs", .whole), .wholes(cutoffs)),
                (ExportColumn("cutoff", .day), .days(rows.map(\.record.lastDay))),
                (ExportColumn("seed", .text), .words(rows.map { "\($0.record.seed)" })),
            ])
    }

    private static func models(of record: ForecastRecord) -> [String] {
        record.scores.reduce(into: []) { models, score in
            if !models.contains(score.model) { models.append(score.model) }
        }
    }
}
