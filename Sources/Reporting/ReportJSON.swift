import Candles
import Forecasting

/// The figures of a report as JSON, column by column, so that others can draw them again.
enum ReportJSON {
    /// What the report tells about one symbol: `candlecast.report/1`.
    static func symbol(_ report: SymbolReport, madeAt: OpenTime, isSimulated: Bool) -> String {
        JSONText.object([
            "schema": JSONText.string("candlecast.report/1"),
            "symbol": JSONText.string(report.symbol.name),
            "made_at": JSONText.string(madeAt.description),
            "simulated": "\(isSimulated)",
            "chosen_model": JSONText.string(report.choice.model),
            "daily": daily(report.days),
            "forecasts": JSONText.list(report.forecasts.map(forecast)),
            "study": report.study.map(study) ?? "null",
        ])
    }

    private static func daily(_ days: [ServedDay]) -> String {
        JSONText.object([
            "day": JSONText.days(days.map(\.day)),
            "open": JSONText.numbers(days.map(\.values.open)),
            "high": JSONText.numbers(days.map(\.values.high)),
            "low": JSONText.numbers(days.map(\.values.low)),
            "close": JSONText.numbers(days.map(\.values.close)),
            "base_volume": JSONText.numbers(days.map(\.values.baseVolume)),
            "origin": JSONText.list(days.map { JSONText.string($0.origin.rawValue) }),
            "closed": JSONText.list(days.map { $0.isClosed ? "1" : "0" }),
        ])
    }

    private static func forecast(_ forecast: Forecast) -> String {
        JSONText.object([
            "model": JSONText.string(forecast.model),
            "cutoff": JSONText.string(forecast.cutoff.description),
            "last_close": JSONText.number(forecast.lastClose),
            "interval_width": JSONText.number(forecast.intervalWidth),
            "day": JSONText.days(forecast.days),
            "yhat": JSONText.numbers(forecast.yhat),
            "lower": JSONText.numbers(forecast.lower),
            "upper": JSONText.numbers(forecast.upper),
        ])
    }

    private static func study(_ study: StudyResult) -> String {
        JSONText.object([
            "horizon": "\(study.options.horizon)",
            "period": "\(study.options.period)",
            "initial": "\(study.initial)",
            "interval_width": JSONText.number(study.options.intervalWidth),
            "seed": "\(study.options.seed)",
            "cutoffs": JSONText.days(study.cutoffs.map(\.day)),
            "mase_scale": JSONText.numbers(study.cutoffs.map(\.scale)),
            "models": JSONText.list(study.models.map { model($0, study) }),
        ])
    }

    private static func model(_ model: ModelScores, _ study: StudyResult) -> String {
        let rows = study.rows(of: model.model)
        return JSONText.object([
            "model": JSONText.string(model.model),
            "scores": scores(model.overall),
            "rows": JSONText.object([
                "cutoff": JSONText.days(rows.map(\.cutoff)),
                "horizon": JSONText.list(rows.map { "\($0.horizon)" }),
                "actual": JSONText.numbers(rows.map(\.actual)),
                "yhat": JSONText.numbers(rows.map(\.yhat)),
                "lower": JSONText.numbers(rows.map(\.lower)),
                "upper": JSONText.numbers(rows.map(\.upper)),
            ]),
        ])
    }

    private static func scores(_ scores: Scores) -> String {
        JSONText.object([
            "count": "\(scores.count)",
            "mae": JSONText.number(scores.mae),
            "rmse": JSONText.number(scores.rmse),
            "mape": JSONText.number(scores.mape),
            "smape": JSONText.number(scores.smape),
            "mase": JSONText.number(scores.mase),
            "bias": JSONText.number(scores.bias),
            "coverage": JSONText.number(scores.coverage),
            "mean_width": JSONText.number(scores.meanWidth),
            "skill": JSONText.number(scores.skill),
        ])
    }
}
