/// A forecaster that has not seen data yet: Prophet's model with its options.
///
///     let model = try ProphetModel(options: ProphetOptions(seasonalityMode: .multiplicative))
///     let fitted = try model.fit(ProphetHistory(ds: times, y: values))
///     let forecast = try fitted.predict(ds: futureTimes, seed: 7)
///
/// The model is that of Taylor and Letham, "Forecasting at Scale", The American Statistician 72, 2018: a
/// trend with changing rate plus seasonal Fourier series, holidays and regressors. The fit is the exact maximum of the posterior, so
/// the same data give the same parameters; nothing depends on chance but the intervals, which depend on a
/// seed.
public struct ProphetModel: Hashable, Sendable {
    /// The options, checked.
    public let options: ProphetOptions

    /// Creates a model.
    ///
    /// - Throws: the ``ProphetError`` of the first option that cannot be used.
    public init(options: ProphetOptions = .init()) throws(ProphetError) {
        try options.validate()
        self.options = options
    }

    /// Fits the model to a history.
    ///
    /// - Parameters:
    ///   - history: At least two rows with a value, of at least two different times, in any order.
    ///   - earlier: The parameters of an earlier fit to start from, as far as they have the model's shape; the
    ///     optimum is the same, it only takes less time to reach.
    ///   - seed: The seed of the draws of the posterior, if the options ask for them.
    /// - Returns: The fitted model; its report says how exact the fit is.
    /// - Throws: ``ProphetError`` when the history cannot be fitted.
    /// - Complexity: O(T·K² + T·S) for T rows, K feature columns and S changepoints; once when growth is linear
    ///   or flat and all components are additive, once for each of a few rounds otherwise.
    public func fit(
        _ history: ProphetHistory, from earlier: ProphetParameters? = nil, seed: UInt64 = 0
    ) throws(ProphetError) -> FittedProphet {
        let prepared = try PreparedModel(
            options: options, history: history, predictors: try predictors(history))
        guard !prepared.isConstant else { return prepared.constantFit() }
        let optimum = try PosteriorSolver(posterior: prepared.posterior).search(
            from: prepared.initialParameters, earlier: prepared.adapted(earlier))
        guard options.mcmcSamples > 0 else { return prepared.fitted(optimum) }
        let draws = PosteriorSampling(prepared: prepared, optimum: optimum).draws(seed: seed)
        return prepared.fitted(optimum, draws: draws)
    }

    /// The fitted models of the regressors that have one of their own.
    private func predictors(_ history: ProphetHistory) throws(ProphetError) -> [String: FittedProphet] {
        var result: [String: FittedProphet] = [:]
        for regressor in options.regressors {
            guard let options = regressor.predictor else { continue }
            guard let values = history.frame.regressors[regressor.name] else {
                throw .regressorMissing(regressor.name)
            }
            result[regressor.name] = try ProphetModel(options: options)
                .fit(ProphetHistory(ds: history.ds, y: values))
        }
        return result
    }
}
