/// A forecaster that has not seen data yet: Prophet's model with its options.
///
///     let model = try ProphetModel(options: ProphetOptions(seasonalityMode: .multiplicative))
///     let fitted = try model.fit(ProphetHistory(ds: times, y: values))
///     let forecast = try fitted.predict(ds: futureTimes, seed: 7)
///
/// The model is that of Taylor and Letham, "Forecasting at Scale", The American Statistician 72, 2018: a
/// trend with changing rate plus seasonal Fourier series. The fit is the exact maximum of the posterior, so
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
    /// - Parameter history: At least two rows with a value, of at least two different times, in any order.
    /// - Returns: The fitted model; its report says how exact the fit is.
    /// - Throws: ``ProphetError`` when the history cannot be fitted.
    /// - Complexity: O(T·K² + T·S) for T rows, K feature columns and S changepoints; once when all components
    ///   are
    ///   additive, once for each of a few rounds otherwise.
    public func fit(_ history: ProphetHistory) throws(ProphetError) -> FittedProphet {
        let prepared = try PreparedModel(options: options, history: history)
        guard !prepared.isConstant else { return prepared.constantFit() }
        let optimum = try PosteriorSolver(posterior: prepared.posterior).solve(
            from: prepared.initialParameters)
        return prepared.fitted(optimum)
    }
}
