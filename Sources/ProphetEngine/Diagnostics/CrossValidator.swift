/// Fits and forecasts the folds of a cross-validation.
struct CrossValidator: Sendable {
    let design: ValidationDesign
    /// The options of the model of every fold.
    let modelOptions: ProphetOptions
    let options: CrossValidationOptions
    /// Nil where folds may read all that there is.
    let knowledge: RegressorKnowledge?
    let notes: [CrossValidationNote]

    /// Sets a cross-validation up for the rows with a value, oldest first.
    ///
    /// `setup` is what the model of the whole history has; without it, it is worked out where it is needed.
    init(
        model modelOptions: ProphetOptions, rows: ProphetHistory, setup: FrozenSetup? = nil,
        _ options: CrossValidationOptions
    ) throws(ProphetError) {
        self.options = options
        switch options.mode {
        case .leakFree:
            self.modelOptions = modelOptions
            knowledge = try RegressorKnowledge(modelOptions.regressors, known: options.knownRegressors)
            let seasonalities = SeasonalityPlan(options: modelOptions, times: rows.ds).seasonalities
            design = try ValidationDesign(rows: rows, seasonalities: seasonalities, options)
            notes = design.notes
        case .prophet:
            let frozen: FrozenSetup
            if let setup {
                frozen = setup
            } else {
                frozen = try FrozenSetup(options: modelOptions, rows: rows)
            }
            self.modelOptions = frozen.options(modelOptions)
            knowledge = nil
            design = try ValidationDesign(
                rows: frozen.history(rows, growth: modelOptions.growth),
                seasonalities: frozen.seasonalities, options)
            let taken = modelOptions.regressors.filter {
                $0.predictor == nil && !options.knownRegressors.contains($0.name)
            }
            notes = design.notes + taken.map { .futureTaken($0.name) }
        }
    }

    /// The forecast of one fold and how its fit went.
    private struct Outcome: Sendable {
        let fold: FoldData
        let forecast: ProphetForecast
        let report: FitReport
    }

    /// Fits every fold and puts the forecasts together.
    func run() throws(ProphetError) -> CrossValidation {
        let outcomes = try concurrentMap(design.splits.count, threads: options.threads) {
            index throws(ProphetError) in
            try outcome(index)
        }
        var folds: [CrossValidationFold] = []
        var first = 0
        for outcome in outcomes {
            let split = outcome.fold.split
            folds.append(
                CrossValidationFold(
                    cutoff: split.cutoff, trainingRows: split.trainingRows,
                    rows: first..<(first + split.testRows.count), report: outcome.report))
            first += split.testRows.count
        }
        var notes = notes
        for name in ["yearly", "weekly", "daily"] {
            let count = folds.count { $0.report.warnings.contains(.seasonalityDisabled(name)) }
            if count > 0, count < folds.count {
                notes.append(.seasonalityOff(name, folds: count, of: folds.count))
            }
        }
        let columns = options.columns.map { name in
            let parts = outcomes.map { outcome in outcome.forecast.columns.first { $0.name == name }?.values }
            if parts.allSatisfy({ $0 == nil }) {
                notes.append(.columnMissing(name))
            }
            let values = zip(parts, outcomes).flatMap { part, outcome in
                part ?? [Double](repeating: .nan, count: outcome.forecast.ds.count)
            }
            return CrossValidation.Column(name: name, values: values)
        }
        return CrossValidation(
            ds: outcomes.flatMap(\.forecast.ds),
            cutoff: outcomes.flatMap { outcome in outcome.forecast.ds.map { _ in outcome.fold.split.cutoff }
            },
            y: outcomes.flatMap(\.fold.y),
            yhat: outcomes.flatMap(\.forecast.yhat),
            yhatLower: outcomes.flatMap(\.forecast.yhatLower),
            yhatUpper: outcomes.flatMap(\.forecast.yhatUpper),
            columns: columns, folds: folds, notes: notes)
    }

    private func outcome(_ index: Int) throws(ProphetError) -> Outcome {
        let fold = FoldData(design.splits[index], of: design.rows)
        let seed = derivedSeed(options.seed, index)
        let fitted = try ProphetModel(options: fold.options(modelOptions, options.mode))
            .fit(fold.training, seed: seed)
        let test = knowledge?.visible(fold.test) ?? fold.test
        let forecast = try fitted.predict(test, seed: seed, intervals: options.intervals)
        return Outcome(fold: fold, forecast: forecast, report: fitted.report)
    }
}

extension ProphetModel {
    /// Forecasts parts of a history from what came before them.
    ///
    /// At each cutoff the model is fitted to the rows up to it and forecasts the rows of the horizon after
    /// it. The whole history is never fitted.
    ///
    /// - Parameters:
    ///   - history: The rows, in any order; those without a value take no part.
    ///   - options: Where the cutoffs lie and what a fold may know.
    /// - Returns: The forecasts beside what happened, cutoffs ascending.
    /// - Throws: ``ProphetError/futureUnknown(_:)`` when a fold would need future values of a regressor that
    ///   is not declared as known, and any other ``ProphetError`` of the cutoffs or of a fit.
    /// - Complexity: one fit and one forecast per cutoff.
    public func crossValidation(
        _ history: ProphetHistory, _ options: CrossValidationOptions
    ) throws(ProphetError) -> CrossValidation {
        let rows = try ValidationDesign.sortedRows(history)
        return try CrossValidator(model: self.options, rows: rows, options).run()
    }
}

extension FittedProphet {
    /// Forecasts parts of the model's history from what came before them, each with a fit of its own.
    ///
    /// - Parameter options: Where the cutoffs lie and what a fold may know.
    /// - Returns: The forecasts beside what happened, cutoffs ascending.
    /// - Throws: ``ProphetError/noHistory``, or as ``ProphetModel/crossValidation(_:_:)``.
    /// - Complexity: one fit and one forecast per cutoff.
    public func crossValidation(
        _ options: CrossValidationOptions
    ) throws(ProphetError) -> CrossValidation {
        guard history.frame.count > 0 else { throw .noHistory }
        return try CrossValidator(
            model: self.options, rows: history, setup: FrozenSetup(self), options
        ).run()
    }
}
