/// The regressors of a model with the standardisation that a history calls for.
struct RegressorPlan: Hashable, Sendable {
    let regressors: [FittedRegressor]

    /// Takes fitted regressors as they are.
    init(_ regressors: [FittedRegressor]) {
        self.regressors = regressors
    }

    /// Plans the regressors for the rows of a history.
    ///
    /// - Throws: ``ProphetError/regressorMissing(_:)`` or ``ProphetError/regressorValue(name:row:_:)``.
    init(
        options: ProphetOptions, frame: ProphetFrame, predictors: [String: FittedProphet]
    ) throws(ProphetError) {
        var regressors: [FittedRegressor] = []
        for regressor in options.regressors {
            let values = try Self.values(of: regressor.name, in: frame)
            let (mean, deviation) =
                Self.isStandardised(values, regressor.standardize) ? Self.moments(values) : (0, 1)
            guard mean.isFinite, deviation.isFinite, deviation > 0 else {
                throw .regressorRange(regressor.name)
            }
            let fitted = FittedRegressor(
                name: regressor.name, priorScale: regressor.priorScale ?? options.holidaysPriorScale,
                standardize: regressor.standardize, mode: regressor.mode ?? options.seasonalityMode,
                mean: mean, standardDeviation: deviation, predictor: predictors[regressor.name])
            if let index = regressors.firstIndex(where: { $0.name == regressor.name }) {
                regressors[index] = fitted
            } else {
                regressors.append(fitted)
            }
        }
        self.regressors = regressors
    }

    /// A column of a frame, all of whose values must be numbers.
    static func values(of name: String, in frame: ProphetFrame) throws(ProphetError) -> [Double] {
        guard let values = frame.regressors[name] else { throw .regressorMissing(name) }
        for (row, value) in values.enumerated() where !value.isFinite {
            throw .regressorValue(name: name, row: row, value)
        }
        return values
    }

    private static func isStandardised(_ values: [Double], _ wish: Regressor.Standardization) -> Bool {
        guard values.contains(where: { $0 != values[0] }) else { return false }
        switch wish {
        case .off: return false
        case .on: return true
        case .auto: return !values.allSatisfy { $0 == 0 || $0 == 1 }
        }
    }

    /// The mean and the standard deviation of a sample.
    private static func moments(_ values: [Double]) -> (Double, Double) {
        let count = Double(values.count)
        let sum = compensatedSum(values)
        // A sum that overflows is taken in parts, which rounds more often.
        let mean = sum.isFinite ? sum / count : values.reduce(0) { $0 + $1 / count }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / (count - 1) }
        return (mean, squares.squareRoot())
    }

    /// The sum of numbers, rounded about once (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
    /// Summation endlicher Summen", ZAMM 54, 1974).
    private static func compensatedSum(_ values: [Double]) -> Double {
        var sum = 0.0
        var lost = 0.0
        for value in values {
            let next = sum + value
            lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
            sum = next
        }
        return sum + lost
    }
}
