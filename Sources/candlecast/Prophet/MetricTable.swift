import ProphetEngine

/// The metrics of a cross-validation as a table or a document.
struct MetricTable {
    let result: CrossValidation
    /// The metrics over the rolling window.
    let values: PerformanceMetrics
    /// The metrics over all forecasts.
    let overall: PerformanceMetrics

    /// The most horizons of the table.
    private static let mostRows = 30

    /// The table: evenly spaced horizons where there are many, and all forecasts together.
    func lines(hasColor: Bool) -> [String] {
        let cutoffs = result.cutoffs
        var lines = [
            "\(Figure.count(result.count, "forecast")) from \(Figure.count(cutoffs.count, "cutoff"))"
                + Self.span(cutoffs)
        ]
        let count = values.horizons.count
        let shown =
            count <= Self.mostRows
            ? Array(0..<count) : (0..<Self.mostRows).map { ($0 + 1) * (count - 1) / Self.mostRows }
        var table = TextTable(["horizon"] + values.series.map { ">" + $0.metric.rawValue })
        for row in shown {
            table.add([text(values.horizons[row])] + values.series.map { Figure.text($0.values[row]) })
        }
        if !values.series.isEmpty {
            table.add(
                ["all"] + values.series.map { Figure.text(overall.values($0.metric)?.last) })
        }
        lines += [""] + table.lines(hasColor: hasColor)
        if count > shown.count {
            lines.append("\(shown.count) of \(NumberText.count(count)) horizons; --json has all")
        }
        return lines
    }

    private static func span(_ cutoffs: [Int64]) -> String {
        guard let first = cutoffs.first, let last = cutoffs.last else { return "" }
        return first == last
            ? " at \(TimeList.text(first))" : " between \(TimeList.text(first)) and \(TimeList.text(last))"
    }

    private func text(_ horizon: Int64) -> String {
        values.unit == .months
            ? (horizon == 1 ? "1 month" : "\(horizon) months") : TimeSpan.text(horizon)
    }

    /// The metrics as JSON.
    struct Document: Encodable {
        struct Skip: Encodable {
            let metric: String
            let reason: String
        }

        let forecasts: Int
        let cutoffs: [String]
        let horizonUnit: String
        let horizons: [Int64]
        let metrics: [String: [Double?]]
        let overall: [String: Double?]
        let skipped: [Skip]
        let notes: [String]
    }

    /// The document.
    var document: Document {
        Document(
            forecasts: result.count, cutoffs: result.cutoffs.map(TimeList.text),
            horizonUnit: values.unit.rawValue, horizons: values.horizons,
            metrics: Dictionary(
                values.series.map { ($0.metric.rawValue, $0.values.map { Figure.finite($0) }) }
            ) { first, _ in first },
            overall: Dictionary(
                overall.series.map { ($0.metric.rawValue, Figure.finite($0.values.last)) }
            ) { first, _ in first },
            skipped: values.skipped.map { Document.Skip(metric: $0.metric.rawValue, reason: $0.description) },
            notes: result.notes.map(FoldOptions.text))
    }
}
