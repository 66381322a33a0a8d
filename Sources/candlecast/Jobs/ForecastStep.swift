import Candles
import Forecasting
import ServingLayer

/// Forecasts symbols from the store, keeps the forecasts, and shows them.
struct ForecastStep: Sendable {
    let context: Context
    let store: CandleStore
    let options: ForecastOptions

    /// Forecasts some symbols, one after the other; each uses all cores.
    ///
    /// They are kept with `madeAt`, the exchange's time, as the time they were made, if `keeps` says so.
    func run(_ symbols: [Symbol], madeAt: OpenTime, keeps: Bool) async throws -> [ForecastJob.Outcome] {
        let job = ForecastJob(options: options)
        var outcomes: [ForecastJob.Outcome] = []
        for symbol in symbols {
            context.console.progress("forecast: \(symbol)")
            let days = try await store.daily(symbol)
            let outcome = job.run(symbol, days: days)
            if let refusal = outcome.refusal { context.console.warn("\(symbol) is not forecast: \(refusal)") }
            for note in outcome.run?.notes ?? [] { context.console.note("\(symbol): \(note)") }
            if keeps, let record = job.record(outcome, madeAt: madeAt) {
                try await store.saveForecast(record)
            }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Fails if nothing at all could be forecast.
    static func requireOne(_ outcomes: [ForecastJob.Outcome]) throws {
        if let refusal = outcomes.first?.refusal, outcomes.allSatisfy({ $0.run == nil }) { throw refusal }
    }

    /// The forecasts and the figures of the study as people read them.
    static func tables(_ outcomes: [ForecastJob.Outcome], hasColor: Bool) -> [String] {
        var forecasts = TextTable([
            "symbol", "model", "cutoff", ">last close", ">+1 day", ">+7 days", ">+30 days",
            "interval at +7",
        ])
        var scores = TextTable([
            "symbol", "model", ">cutoffs", ">MAE", ">MAPE", ">sMAPE", ">MASE", ">skill", ">coverage",
        ])
        var reasons: [String] = []
        for outcome in outcomes {
            guard let run = outcome.run else { continue }
            for forecast in run.forecasts {
                let mark = forecast.model == run.choice.model ? " *" : ""
                forecasts.add(row(outcome.symbol, forecast, mark))
            }
            for model in run.study?.models ?? [] { scores.add(row(outcome.symbol, model)) }
            reasons.append("\(outcome.symbol): \(run.choice.reason)")
        }
        return forecasts.lines(hasColor: hasColor) + [""] + scores.lines(hasColor: hasColor) + [
            "", "* chosen",
        ] + reasons
    }

    private static func row(_ symbol: Symbol, _ forecast: Forecast, _ mark: String) -> [String] {
        func at(_ day: Int) -> String {
            forecast.yhat.indices.contains(day - 1) ? NumberText.price(forecast.yhat[day - 1]) : "-"
        }
        let interval =
            forecast.lower.indices.contains(6)
            ? "\(NumberText.price(forecast.lower[6])) – \(NumberText.price(forecast.upper[6]))" : "-"
        return [
            symbol.name, forecast.model + mark, "\(forecast.cutoff)", NumberText.price(forecast.lastClose),
            at(1), at(7),
            at(30), interval,
        ]
    }

    private static func row(_ symbol: Symbol, _ model: ModelScores) -> [String] {
        let scores = model.overall
        return [
            symbol.name, model.model, "\(model.byCutoff.count)", NumberText.price(scores.mae),
            NumberText.grouped(scores.mape, places: 2) + " %",
            NumberText.grouped(scores.smape, places: 2) + " %",
            scores.mase.map { NumberText.grouped($0, places: 2) } ?? "-",
            scores.skill.map { NumberText.percent($0) } ?? "-", NumberText.percent(scores.coverage),
        ]
    }
}
