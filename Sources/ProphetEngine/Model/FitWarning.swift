/// What a reader of a forecast should know about its fit.
public enum FitWarning: Hashable, Sendable {
    /// The series is constant: nothing was fitted, the forecast is that constant.
    case constantSeries
    /// The model follows the values exactly, so there is no optimum: sigma was stopped at this value.
    case sigmaFloor(Double)
    /// The history is too short or too sparse for the built-in seasonality of this name, which was left out.
    case seasonalityDisabled(String)
    /// A yearly seasonality was asked for with less than two years of history, which has this many days.
    case yearlyShortHistory(days: Double)
    /// The history is too short for the number of changepoints asked for; this many were used.
    case changepointsReduced(to: Int)
    /// The density hardly changes along some direction, so the parameters are less exact: the subgradient left.
    case inexactOptimum(kktResidual: Double)
    /// The chains of draws do not agree yet: the largest R-hat, which is 1 when they do.
    case poorMixing(rHat: Double)
    /// This many draws ended in numbers that the sampler could not follow.
    case divergences(Int)
}

extension PosteriorDiagnostics {
    /// The R-hat above which draws are not to be trusted without a look.
    private static let suspiciousRHat = 1.05

    /// What a reader of the draws should know.
    var warnings: [FitWarning] {
        var result: [FitWarning] = []
        if largestRHat > Self.suspiciousRHat {
            result.append(.poorMixing(rHat: largestRHat))
        }
        if divergences > 0 {
            result.append(.divergences(divergences))
        }
        return result
    }
}

extension FitWarning: CustomStringConvertible {
    public var description: String {
        switch self {
        case .constantSeries:
            "the series is constant; the forecast is that constant"
        case .sigmaFloor(let sigma):
            "the model follows the history exactly: its uncertainty is unknown, sigma was stopped at \(sigma)"
        case .seasonalityDisabled(let name):
            "the \(name) seasonality was left out because the history is too short or too sparse for it"
        case .yearlyShortHistory(let days):
            "the yearly seasonality rests on \(days) days of history, which is less than two years"
        case .changepointsReduced(let count):
            "the history is too short for the changepoints asked for; \(count) were used"
        case .inexactOptimum(let residual):
            "some parameters are hardly determined by the data: a gradient of \(residual) was left"
        case .poorMixing(let rHat):
            "the chains of draws do not agree yet, with an R-hat of \(rHat); more draws may help"
        case .divergences(let count):
            "\(count) steps of the sampler diverged; the draws may miss part of the posterior"
        }
    }
}
