import BatchLayer
import Binance
import Candles
import ServingLayer

/// The result of `backfill` as JSON: that of any backfill, with its plan, its failures and what it took.
struct BackfillDetailDocument: Encodable {
    let result: BackfillDocument
    let plan: [Step]
    let totals: Totals
    let failures: [Failure]
    let notices: [String]
    let disagreements: Int
    let seconds: Double

    struct Step: Encodable {
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let candles: Int
        let source: String
        let name: String?
        let requests: Int
        let bytes: Int
        let milliseconds: Double
        let reasons: [String]

        init(_ key: SeriesKey, _ step: BackfillStep) {
            let cost = step.cost()
            symbol = key.symbol.name
            interval = key.interval.rawValue
            from = "\(step.range.start)"
            to = "\(step.range.end)"
            candles = step.slots
            source = BackfillText.source(of: step)
            name = if case .archive(let file) = step.source { file.name } else { nil }
            requests = cost.requests
            bytes = cost.bytes
            milliseconds = cost.milliseconds
            reasons = step.reasons.map(\.description)
        }
    }

    struct Totals: Encodable {
        let candles: Int
        let requests: Int
        let weight: Int
        let bytes: Int
        let milliseconds: Double
    }

    struct Failure: Encodable {
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let reason: String
    }

    private enum Key: String, CodingKey {
        case plan, totals, failures, notices, disagreements, seconds
    }

    init(_ report: BackfillReport) {
        result = BackfillDocument(report)
        plan = report.series.flatMap { series in series.plan.steps.map { Step(series.key, $0) } }
        let cost = report.cost
        totals = Totals(
            candles: report.series.reduce(0) { $0 + $1.plan.slots }, requests: cost.requests,
            weight: cost.weight,
            bytes: cost.bytes, milliseconds: cost.milliseconds)
        failures = report.failures.map { failure in
            Failure(
                symbol: failure.key.symbol.name, interval: failure.key.interval.rawValue,
                from: "\(failure.range.start)", to: "\(failure.range.end)", reason: "\(failure.error)")
        }
        notices = report.notices
        disagreements = report.disagreements.count
        seconds = report.duration / .seconds(1)
    }

    func encode(to encoder: any Encoder) throws {
        try result.encode(to: encoder)
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(plan, forKey: .plan)
        try fields.encode(totals, forKey: .totals)
        try fields.encode(failures, forKey: .failures)
        try fields.encode(notices, forKey: .notices)
        try fields.encode(disagreements, forKey: .disagreements)
        try fields.encode(seconds, forKey: .seconds)
    }
}
