/// What a reader of the scores of a cross-validation should know.
public enum CrossValidationNote: Hashable, Sendable {
    /// The first folds see less than one period of a seasonality; its period and the window, in milliseconds.
    case seasonalityLongerThanInitial(String, period: Double, initial: Int64)
    /// No fold has the column of this name that was asked for.
    case columnMissing(String)
    /// An automatic seasonality of this name was off in some folds, whose history was too short for it.
    case seasonalityOff(String, folds: Int, of: Int)
    /// The rows after the cutoffs have values of this regressor that were taken as known in advance.
    case futureTaken(String)
}

extension CrossValidationNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .seasonalityLongerThanInitial(let name, let period, let initial):
            "the \(name) seasonality has a period of \(period) ms, more than the initial window of \(initial) ms"
        case .columnMissing(let name):
            "no fold has a column \(name)"
        case .seasonalityOff(let name, let count, let total):
            "the automatic \(name) seasonality was off in \(count) of \(total) folds, whose history is too short; "
                + "it is on in all when it is set explicitly"
        case .futureTaken(let name):
            "values of the regressor \(name) from after the cutoffs were taken as known in advance"
        }
    }
}
