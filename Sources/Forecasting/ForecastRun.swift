import Candles

/// A study and the current forecasts of one symbol: all that is known about its coming days.
public struct ForecastRun: Hashable, Sendable {
    /// How good the models were on days that have passed; nil if the series is too short for that.
    public let study: StudyResult?
    /// Why there is no study.
    public let refusal: ForecastError?
    /// The current forecasts, from the last closed day: baselines first.
    public let forecasts: [Forecast]
    /// Models that gave no current forecast.
    public let failures: [ModelFailure]
    /// The model whose forecast comes first.
    public let choice: ModelChoice

    /// Studies the models and forecasts the days after the last close of a series.
    ///
    /// A series too short for a study is forecast all the same, and the run says why there is no study.
    ///
    /// - Throws: ``ForecastError/tooFewDays(have:needed:)`` if not even the last value can be forecast from.
    /// - Complexity: One fit for each cutoff and model, and one more for each model.
    public init(
        _ series: DailySeries, models: [ForecastModel], options: StudyOptions = StudyOptions()
    ) throws(ForecastError) {
        guard let cutoff = series.days.last else {
            throw .tooFewDays(have: 0, needed: ForecastRequest.fewestCloses)
        }
        let plan = ForecastStudy(models, options: options)
        let training = series.upTo(cutoff)
        var forecasts: [Forecast] = []
        var failures: [ModelFailure] = []
        for model in plan.models {
            do throws(ForecastError) {
                forecasts.append(
                    try model.forecast(
                        training, horizon: options.horizon, intervalWidth: options.intervalWidth,
                        seed: ForecastStudy.seed(options.seed, at: cutoff), includesComponents: true))
            } catch {
                if case .tooFewDays = error { throw error }
                failures.append(ModelFailure(model: model.name, cutoff: cutoff, error: error))
            }
        }
        var study: StudyResult?
        var refusal: ForecastError?
        do throws(ForecastError) { study = try plan.run(series) } catch { refusal = error }
        self.study = study
        self.refusal = refusal
        self.forecasts = forecasts
        self.failures = failures
        choice = ModelChoice(study, refusal: refusal, available: forecasts.map(\.model))
    }

    /// The forecast of the chosen model.
    public var chosen: Forecast? { forecasts.first { $0.model == choice.model } }

    /// What a reader has to know, one sentence each.
    public var notes: [String] {
        var notes = study?.notes ?? []
        if let refusal { notes.append("No study: \(refusal.problem)") }
        notes += failures.map {
            "\(ForecastModel.title(of: $0.model)) gives no forecast: \($0.error.problem)"
        }
        for forecast in forecasts {
            let title = ForecastModel.title(of: forecast.model)
            notes += (forecast.fit?.warnings ?? []).map { "\(title): \($0)." }
        }
        return notes
    }
}
