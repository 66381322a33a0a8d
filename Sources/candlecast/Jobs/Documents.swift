import BatchLayer
import Candles
import Forecasting
import ServingLayer

/// The result of a backfill as JSON.
struct BackfillDocument: Encodable {
    let now: String
    let wasComplete: Bool
    let dryRun: Bool
    let series: [Series]

    struct Series: Encodable {
        let symbol: String
        let interval: String
        let held: Int
        let first: String?
        let last: String?
        let fetched: Int
        let requests: Int
        let toFetch: Int
        let plannedRequests: Int
        let missing: [String: Int]
    }

    init(_ report: BackfillReport) {
        dryRun = report.isDryRun
        now = "\(report.now)"
        wasComplete = report.wasComplete
        series = report.series.map { series in
            let counts = Gap.Reason.allCases.map {
                ($0.rawValue.replacing(" ", with: "_"), series.missing($0))
            }
            return Series(
                symbol: series.key.symbol.name, interval: series.key.interval.rawValue, held: series.held,
                first: series.first.map { "\($0)" }, last: series.last.map { "\($0)" },
                fetched: series.fetched,
                requests: series.requests, toFetch: report.isDryRun ? series.plan.slots : 0,
                plannedRequests: report.isDryRun ? series.plan.requestCount : 0,
                missing: Dictionary(uniqueKeysWithValues: counts.filter { $0.1 > 0 }))
        }
    }
}

/// The counts of a merge as JSON.
struct MergeDocument: Encodable {
    let symbols: [Counts]

    struct Counts: Encodable {
        let symbol: String
        let batch: Int
        let speed: Int
        let filled: Int
        let merged: Int
        let closed: Int
        let open: Int
        let firstDay: String?
        let lastDay: String?
    }

    init(_ summaries: [MergeJob.Summary]) {
        symbols = summaries.map { item in
            let counts = item.summary
            return Counts(
                symbol: item.symbol.name, batch: counts.batch, speed: counts.speed, filled: counts.filled,
                merged: counts.rows, closed: counts.closed, open: counts.open,
                firstDay: counts.first.map { "\($0)" }, lastDay: counts.last.map { "\($0)" })
        }
    }
}

/// Forecasts and the figures of their studies as JSON.
struct ForecastDocument: Encodable {
    let symbols: [SymbolForecast]

    struct SymbolForecast: Encodable {
        let symbol: String
        let cutoff: String?
        let chosen: String?
        let reason: String
        let forecasts: [Model]
        let scores: [Score]
    }

    struct Model: Encodable {
        let model: String
        let days: [Day]
    }

    struct Day: Encodable {
        let ds: String
        let yhat: Double
        let yhatLower: Double
        let yhatUpper: Double
    }

    struct Score: Encodable {
        let model: String
        let cutoffs: Int
        let metrics: [String: Double]
    }

    init(_ outcomes: [ForecastJob.Outcome]) {
        symbols = outcomes.map { outcome in
            SymbolForecast(
                symbol: outcome.symbol.name, cutoff: outcome.run?.forecasts.first.map { "\($0.cutoff)" },
                chosen: outcome.run?.choice.model,
                reason: outcome.run?.choice.reason ?? outcome.refusal.map { "\($0)" } ?? "",
                forecasts: (outcome.run?.forecasts ?? []).map(Self.model),
                scores: (outcome.run?.study?.models ?? []).map(Self.score))
        }
    }

    private static func model(_ forecast: Forecast) -> Model {
        Model(
            model: forecast.model,
            days: forecast.days.indices.map { index in
                Day(
                    ds: "\(forecast.days[index])", yhat: forecast.yhat[index],
                    yhatLower: forecast.lower[index],
                    yhatUpper: forecast.upper[index])
            })
    }

    private static func score(_ model: ModelScores) -> Score {
        Score(
            model: model.model, cutoffs: model.byCutoff.count,
            metrics: Dictionary(
                uniqueKeysWithValues: ForecastJob.table(model.overall).map { ($0.name, $0.value) }))
    }
}
