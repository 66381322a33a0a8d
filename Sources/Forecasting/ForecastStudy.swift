import Candles

/// Measures models by forecasting days that have already passed: a rolling-origin study.
///
/// At each cutoff every model is fitted afresh to the closes up to the cutoff and forecasts the days after
/// it. Nothing after a cutoff takes part in what is said there.
///
///     let study = ForecastStudy([.prophet(ProphetOptions())], options: StudyOptions(seed: 7))
///     let result = try study.run(series)
///     print(result.best?.model ?? "")
public struct ForecastStudy: Sendable {
    /// The models compared: the baselines, then the others.
    public let models: [ForecastModel]
    /// How the study is made.
    public let options: StudyOptions

    /// A study of some models; the baselines are added where they are missing.
    ///
    /// - Precondition: No two models have the same name.
    public init(_ models: [ForecastModel], options: StudyOptions = StudyOptions()) {
        let baselines = ForecastModel.baselines
        let names = baselines.map(\.name)
        self.models = baselines + models.filter { !names.contains($0.name) }
        self.options = options
        let distinct = Set(self.models.map(\.name))
        precondition(distinct.count == self.models.count, "the models of a study must have different names")
    }

    /// Runs the study, on all cores.
    ///
    /// - Throws: ``ForecastError/lessDataThanHorizon(have:needed:horizon:)`` if there is no cutoff at all.
    /// - Complexity: One fit for each cutoff and model.
    public func run(_ series: DailySeries) throws(ForecastError) -> StudyResult {
        let plan = CutoffPlan(series, options)
        guard !plan.cutoffs.isEmpty else {
            throw .lessDataThanHorizon(
                have: series.days.count, needed: CutoffPlan.fewestDays(options), horizon: options.horizon)
        }
        let trainings = plan.cutoffs.map { series.upTo($0) }
        let jobs = models.indices.flatMap { model in trainings.map { Job(model: models[model], training: $0) }
        }
        let outcomes = parallelMap(jobs) { $0.run(options) }
        let cutoffs = trainings.map {
            StudyCutoff(day: $0.cutoff, trainingDays: $0.days.count, scale: $0.meanAbsoluteChange())
        }
        return Self.result(
            options, initial: plan.initial, cutoffs, series, names: models.map(\.name), outcomes: outcomes)
    }

    /// The seed of a cutoff: it depends on the day alone, so that other cutoffs change nothing.
    static func seed(_ seed: UInt64, at cutoff: UTCDay) -> UInt64 {
        seed ^ (UInt64(truncatingIfNeeded: cutoff.number) &* 0x9E37_79B9_7F4A_7C15)
    }

    private struct Job: Sendable {
        let model: ForecastModel
        let training: TrainingSeries

        func run(_ options: StudyOptions) -> Outcome {
            do throws(ForecastError) {
                return .forecast(
                    try model.forecast(
                        training, horizon: options.horizon, intervalWidth: options.intervalWidth,
                        seed: ForecastStudy.seed(options.seed, at: training.cutoff)))
            } catch {
                return .failure(ModelFailure(model: model.name, cutoff: training.cutoff, error: error))
            }
        }
    }

    private enum Outcome: Sendable {
        case forecast(Forecast)
        case failure(ModelFailure)
    }

    private static func result(
        _ options: StudyOptions, initial: Int, _ cutoffs: [StudyCutoff], _ series: DailySeries,
        names: [String],
        outcomes: [Outcome]
    ) -> StudyResult {
        var failures: [String: ModelFailure] = [:]
        var rows: [String: [StudyRow]] = [:]
        for outcome in outcomes {
            switch outcome {
            case .forecast(let forecast): rows[forecast.model, default: []] += Self.rows(forecast, series)
            case .failure(let failure): failures[failure.model] = failures[failure.model] ?? failure
            }
        }
        let scales = Dictionary(
            uniqueKeysWithValues: cutoffs.compactMap { cutoff in cutoff.scale.map { (cutoff.day, $0) } })
        let lastValue = rows[ForecastModel.lastValue.name] ?? []
        let models = names.filter { failures[$0] == nil }.compactMap { name in
            ModelScores(name, rows: rows[name] ?? [], lastValue: lastValue, scales: scales)
        }
        return StudyResult(
            options: options, initial: initial, cutoffs: cutoffs, models: models,
            rows: models.flatMap { rows[$0.model] ?? [] }, failures: names.compactMap { failures[$0] })
    }

    /// The days of a forecast that have a close.
    private static func rows(_ forecast: Forecast, _ series: DailySeries) -> [StudyRow] {
        forecast.days.indices.compactMap { index in
            guard let actual = series[forecast.days[index]] else { return nil }
            return StudyRow(
                model: forecast.model, cutoff: forecast.cutoff, day: forecast.days[index], horizon: index + 1,
                actual: actual, yhat: forecast.yhat[index], lower: forecast.lower[index],
                upper: forecast.upper[index])
        }
    }
}
