/// Which regressors a forecast of rows after a cutoff may read.
struct RegressorKnowledge: Sendable {
    /// The regressors whose values after the cutoff must not be read, because a model forecasts them.
    let forecast: Set<String>

    /// Checks that every regressor of a model is known in advance or forecast.
    ///
    /// - Throws: ``ProphetError/futureUnknown(_:)`` for the first that is neither.
    init(_ regressors: [Regressor], known: Set<String>) throws(ProphetError) {
        for regressor in regressors where regressor.predictor == nil && !known.contains(regressor.name) {
            throw .futureUnknown(regressor.name)
        }
        forecast = Set(regressors.filter { $0.predictor != nil }.map(\.name))
    }

    /// The rows without the values that must not be read.
    func visible(_ frame: ProphetFrame) -> ProphetFrame {
        var result = frame
        for name in forecast {
            result.regressors[name] = nil
        }
        return result
    }
}
