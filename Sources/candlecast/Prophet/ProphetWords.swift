import ProphetEngine

/// What the engine has to say about a fit.
enum ProphetWords {
    /// Says what a reader of the forecast should know; what is usual, as a seasonality that the data cannot show, is no
    /// warning.
    static func say(_ warnings: [FitWarning], _ console: Console) {
        for warning in warnings {
            switch warning {
            case .seasonalityDisabled, .changepointsReduced: console.note(warning.description)
            default: console.warn(warning.description)
            }
        }
    }
}
