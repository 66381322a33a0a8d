/// Fits many sets of options to one history, and computes what they have in common once.
///
/// Options that differ in prior scales only have the same scales, columns and, where the mean is linear, the
/// same Gram matrix; then a further fit costs a few small linear systems. The fits are those of
/// ``ProphetModel/fit(_:from:seed:)``.
public struct FitCache: Sendable {
    /// The history that is fitted.
    public let history: ProphetHistory
    private var entries: [ProphetOptions: Entry] = [:]

    /// What all options of one shape share.
    private struct Entry: Sendable {
        let prepared: PreparedModel
        let derivative: LinearDerivative?
        /// The parameters of the latest fit: near those of the next one.
        var latest: ProphetParameters?
    }

    /// Creates an empty cache for a history.
    public init(history: ProphetHistory) {
        self.history = history
    }

    /// Fits options to the history.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - earlier: Parameters to start from; nil starts from the latest fit of the same shape.
    /// - Returns: The fitted model.
    /// - Throws: ``ProphetError`` as the fit of a model.
    /// - Complexity: as ``ProphetModel/fit(_:from:seed:)`` for the first options of a shape, O(T·K + p³) for
    ///   others of it when the mean is linear.
    public mutating func fit(
        _ options: ProphetOptions, from earlier: ProphetParameters? = nil
    ) throws(ProphetError) -> FittedProphet {
        try options.validate()
        let hasPredictor = options.regressors.contains { $0.predictor != nil }
        guard options.mcmcSamples == 0, !hasPredictor else {
            return try ProphetModel(options: options).fit(history, from: earlier)
        }
        let key = options.withoutPriors
        let entry: Entry
        if let known = entries[key] {
            entry = known
        } else {
            let prepared = try PreparedModel(options: options, history: history)
            entry = Entry(
                prepared: prepared, derivative: LinearDerivative(posterior: prepared.posterior), latest: nil)
            entries[key] = entry
        }
        let prepared = PreparedModel(options: options, sharing: entry.prepared)
        guard !prepared.isConstant else { return prepared.constantFit() }
        let solver = PosteriorSolver(posterior: prepared.posterior, derivative: entry.derivative)
        let optimum = try solver.search(
            from: prepared.initialParameters, earlier: prepared.adapted(earlier ?? entry.latest))
        entries[key]?.latest = optimum.parameters
        return prepared.fitted(optimum)
    }
}

extension ProphetOptions {
    /// The options with everything at one value that leaves the columns of a model as they are.
    fileprivate var withoutPriors: ProphetOptions {
        var options = self
        options.changepointPriorScale = 1
        options.seasonalityPriorScale = 1
        options.holidaysPriorScale = 1
        options.intervalWidth = 0.5
        options.uncertaintySamples = 0
        for index in options.seasonalities.indices {
            options.seasonalities[index].priorScale = nil
        }
        for index in options.holidays.indices {
            options.holidays[index].priorScale = nil
        }
        for index in options.regressors.indices {
            options.regressors[index].priorScale = nil
        }
        return options
    }
}
