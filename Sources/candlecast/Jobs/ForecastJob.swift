import Candles
import Forecasting
import ServingLayer

/// Forecasts one symbol from what the store serves, beside its baselines, and judges all of them.
struct ForecastJob: Sendable {
    /// What was asked for.
    let options: ForecastOptions

    /// One symbol's forecast with all that the report shows of it.
    struct Outcome: Sendable {
        let symbol: Symbol
        let days: [ServedDay]
        /// Nil if there was too little to forecast from; then `refusal` says why.
        let run: ForecastRun?
        let refusal: ForecastError?
    }

    /// Forecasts from served days; decided by them and the options alone.
    func run(_ symbol: Symbol, days: [ServedDay]) -> Outcome {
        do throws(ForecastError) {
            let run = try ForecastRun(DailySeries(days), models: options.models, options: options.study)
            return Outcome(symbol: symbol, days: days, run: run, refusal: nil)
        } catch {
            return Outcome(symbol: symbol, days: days, run: nil, refusal: error)
        }
    }

    /// What the store keeps of a forecast; nil if there is none.
    func record(_ outcome: Outcome, madeAt: OpenTime) -> ForecastRecord? {
        guard let run = outcome.run, let cutoff = run.forecasts.first?.cutoff,
            let first = outcome.days.first?.day
        else { return nil }
        let rows = run.forecasts.flatMap { forecast in
            forecast.days.indices.map { index in
                ForecastRecord.Row(
                    model: forecast.model, day: forecast.days[index], yhat: forecast.yhat[index],
                    lower: forecast.lower[index], upper: forecast.upper[index])
            }
        }
        let evaluation = (run.study?.rows ?? []).map { row in
            ForecastRecord.Evaluation(
                model: row.model, cutoff: row.cutoff, day: row.day, actual: row.actual, yhat: row.yhat,
                lower: row.lower, upper: row.upper)
        }
        return ForecastRecord(
            symbol: outcome.symbol, madeAt: madeAt, firstDay: first, lastDay: cutoff,
            program: Context.program,
            seed: options.seed, options: options.provenance, rows: rows, scores: Self.scores(run.study),
            evaluation: evaluation)
    }

    private static func scores(_ study: StudyResult?) -> [ForecastRecord.Score] {
        (study?.models ?? []).flatMap { model in
            table(model.overall).map { name, value in
                ForecastRecord.Score(model: model.model, metric: name, horizon: nil, value: value)
            }
                + model.byHorizon.map { day in
                    ForecastRecord.Score(
                        model: model.model, metric: "mae", horizon: day.horizon, value: day.scores.mae)
                }
        }
    }

    /// The figures of one model with the names that files use.
    static func table(_ scores: Scores) -> [(name: String, value: Double)] {
        [
            ("mae", scores.mae), ("rmse", scores.rmse), ("mape", scores.mape), ("smape", scores.smape),
            ("mase", scores.mase), ("bias", scores.bias), ("coverage", scores.coverage),
            ("mean_width", scores.meanWidth), ("skill", scores.skill),
        ].compactMap { name, value in (value as Double?).map { (name, $0) } }
    }
}
