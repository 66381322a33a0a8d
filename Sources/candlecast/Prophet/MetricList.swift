import ArgumentParser
import ProphetEngine

/// Metrics with commas between them.
struct MetricList: Hashable {
    let metrics: [Metric]

    init(metrics: [Metric]) {
        self.metrics = metrics
    }

    init(text: String) throws {
        metrics = try text.split(separator: ",").map { part in
            guard let metric = Metric(rawValue: part.lowercased()) else {
                let names = Metric.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\"\(part)\" is no metric; there are \(names).")
            }
            return metric
        }
        guard !metrics.isEmpty else { throw ValidationError("no metric is named.") }
    }
}
