/// A search for the options that forecast best: every candidate is cross-validated and scored.
///
/// Folds are the outer loop, candidates the inner one, so that candidates that differ in prior scales only
/// share all the work but a few small linear systems. No intervals are simulated unless coverage ranks.
public struct ProphetTuning: Hashable, Sendable {
    /// The sets of options to try.
    public var candidates: [OptionCandidate]
    /// Where the cutoffs lie and what a fold may know; its columns are not used.
    public var validation: CrossValidationOptions
    /// The metric that ranks: the smallest first, but for coverage that nearest to the width of the intervals.
    public var metric: Metric
    /// The rows that are scored, by the time from cutoff to row in milliseconds; nil for all.
    public var horizons: ClosedRange<Int64>?
    /// Further metrics to report, as far as they can be computed.
    public var others: [Metric]

    /// Creates a search.
    public init(
        candidates: [OptionCandidate],
        validation: CrossValidationOptions,
        metric: Metric = .rmse,
        horizons: ClosedRange<Int64>? = nil,
        others: [Metric] = [.rmse, .mae, .mape, .smape]
    ) {
        self.candidates = candidates
        self.validation = validation
        self.metric = metric
        self.horizons = horizons
        self.others = others
    }

    /// The forecasts of a fold by one candidate.
    private struct FoldForecast: Sendable {
        let yhat: [Double]
        var lower: [Double] = []
        var upper: [Double] = []
    }

    /// Some candidates at one fold.
    private struct Task: Sendable {
        let fold: Int
        let entries: Range<Int>
    }

    /// At least as many tasks as this are made of folds and candidates, so that cores have work.
    private static let fewestTasks = 8

    /// Scores all candidates on a history.
    ///
    /// - Parameter history: The rows, in any order; those without a value take no part.
    /// - Returns: The candidates with their scores, best first, and those that failed with the reasons.
    /// - Throws: ``ProphetError/nothingToTune`` without candidates, ``ProphetError/noRowsToScore`` when no row
    ///   lies in `horizons`, and the ``ProphetError`` of a history or of cutoffs that no candidate can use.
    /// - Complexity: one fit for each fold and each set of candidates that share columns, and a fraction of
    ///   that for each candidate.
    public func run(_ history: ProphetHistory) throws(ProphetError) -> TuningResult {
        guard !candidates.isEmpty else { throw .nothingToTune }
        let rows = try ValidationDesign.sortedRows(history)
        let plan = TuningPlan(candidates, rows: rows, validation)
        let design = try ValidationDesign(rows: rows, seasonalities: plan.seasonalities, validation)
        let scored = design.splits.map { split in
            split.testRows.filter { horizons?.contains(rows.ds[$0] - split.cutoff) ?? true }
        }
        guard scored.contains(where: { !$0.isEmpty }) else { throw .noRowsToScore }
        let tasks = tasks(folds: design.splits.count, entries: plan.entries.count)
        let outcomes = try concurrentMap(tasks.count, threads: validation.threads) { index in
            forecasts(tasks[index], plan, design)
        }
        var ranked: [TuningScore] = []
        var failures = plan.failures.mapValues {
            (cutoff: Int64?.none, reason: TuningFailure.Reason.error($0))
        }
        for (position, entry) in plan.entries.enumerated() {
            var forecasts: [FoldForecast] = []
            for (task, outcome) in zip(tasks, outcomes) where task.entries.contains(position) {
                switch outcome[position - task.entries.lowerBound] {
                case .success(let forecast):
                    forecasts.append(forecast)
                case .failure(let error):
                    let cutoff = design.splits[task.fold].cutoff
                    if failures[entry.index] == nil {
                        failures[entry.index] = (cutoff, .error(error))
                    }
                }
            }
            guard failures[entry.index] == nil else { continue }
            switch score(candidates[entry.index], forecasts, scored, design) {
            case .success(let score): ranked.append(score)
            case .failure(let failure): failures[entry.index] = (nil, failure.reason)
            }
        }
        return TuningResult(
            metric: metric, cutoffs: design.splits.map(\.cutoff), rows: scored.reduce(0) { $0 + $1.count },
            ranked: ordered(ranked),
            failures: failures.keys.sorted().compactMap { index in
                failures[index].map {
                    TuningFailure(candidate: candidates[index], cutoff: $0.cutoff, reason: $0.reason)
                }
            },
            notes: design.notes + plan.notes)
    }

    /// The tasks, fold after fold; how they are cut does not depend on the number of threads.
    private func tasks(folds: Int, entries: Int) -> [Task] {
        let parts = max(1, min(entries, (Self.fewestTasks + folds - 1) / folds))
        return (0..<folds).flatMap { fold in
            (0..<parts).map { part in
                Task(fold: fold, entries: (entries * part / parts)..<(entries * (part + 1) / parts))
            }
        }
    }

    /// Fits some candidates to one fold and forecasts its rows.
    private func forecasts(
        _ task: Task, _ plan: TuningPlan, _ design: ValidationDesign
    ) -> [Result<FoldForecast, ProphetError>] {
        /// What the candidates of one history share.
        struct Shared {
            let fold: FoldData
            var cache: FitCache
            var forecasters: [Set<String>: PointForecaster] = [:]
        }
        var shared: [Int: Shared] = [:]
        return task.entries.map { position in
            let entry = plan.entries[position]
            var common: Shared
            if let known = shared.removeValue(forKey: entry.history) {
                common = known
            } else {
                let fold = FoldData(design.splits[task.fold], of: plan.histories[entry.history])
                common = Shared(fold: fold, cache: FitCache(history: fold.training))
            }
            defer { shared[entry.history] = common }
            return Result { () throws(ProphetError) in
                let fitted = try common.cache.fit(common.fold.options(entry.options, validation.mode))
                let hidden = entry.knowledge?.forecast ?? []
                if metric == .coverage {
                    let forecast = try fitted.predict(
                        entry.knowledge?.visible(common.fold.test) ?? common.fold.test,
                        seed: derivedSeed(validation.seed, task.fold), intervals: validation.intervals)
                    return FoldForecast(
                        yhat: forecast.yhat, lower: forecast.yhatLower, upper: forecast.yhatUpper)
                }
                var forecaster =
                    common.forecasters.removeValue(forKey: hidden)
                    ?? PointForecaster(rows: entry.knowledge?.visible(common.fold.test) ?? common.fold.test)
                let yhat = try forecaster.yhat(fitted)
                common.forecasters[hidden] = forecaster
                return FoldForecast(yhat: yhat)
            }
        }
    }

    /// Why a score is missing.
    private struct Unscored: Error {
        let reason: TuningFailure.Reason
    }

    /// The scores of a candidate over the scored rows of all folds.
    private func score(
        _ candidate: OptionCandidate, _ forecasts: [FoldForecast], _ scored: [[Int]],
        _ design: ValidationDesign
    ) -> Result<TuningScore, Unscored> {
        var y: [Double] = []
        var yhat: [Double] = []
        var lower: [Double] = []
        var upper: [Double] = []
        var ends: [Int] = []
        let hasBounds = forecasts.allSatisfy { !$0.lower.isEmpty }
        for (fold, forecast) in forecasts.enumerated() {
            let first = design.splits[fold].testRows.lowerBound
            for row in scored[fold] {
                y.append(design.rows.y[row])
                yhat.append(forecast.yhat[row - first])
                if hasBounds {
                    lower.append(forecast.lower[row - first])
                    upper.append(forecast.upper[row - first])
                }
            }
            ends.append(y.count)
        }
        let table = CrossValidation(
            ds: [Int64](repeating: 0, count: y.count), cutoff: [Int64](repeating: 0, count: y.count), y: y,
            yhat: yhat, yhatLower: lower, yhatUpper: upper)
        if let skip = table.reasonToSkip(metric) {
            return .failure(Unscored(reason: .skipped(skip)))
        }
        let values = table.values(of: metric)
        let total = metric.aggregate(values)
        guard total.isFinite else { return .failure(Unscored(reason: .notFinite(total))) }
        var others: [Metric: Double] = [:]
        for other in self.others where other != metric && table.reasonToSkip(other) == nil {
            others[other] = other.aggregate(table.values(of: other))
        }
        var start = 0
        let foldScores = ends.map { end in
            defer { start = end }
            return metric.aggregate(Array(values[start..<end]))
        }
        return .success(
            TuningScore(candidate: candidate, score: total, others: others, foldScores: foldScores))
    }

    /// The scores, best first.
    private func ordered(_ scores: [TuningScore]) -> [TuningScore] {
        let keys = scores.map { score in
            metric == .coverage ? abs(score.score - score.candidate.options.intervalWidth) : score.score
        }
        return scores.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { scores[$0] }
    }
}
