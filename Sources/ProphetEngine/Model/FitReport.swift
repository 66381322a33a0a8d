/// How a fit went: how good the optimum is, and what it cost.
///
/// Where several starts were tried, the costs are those of the climb that was highest.
public struct FitReport: Hashable, Sendable {
    /// The unnormalised log posterior at the parameters.
    public let logPosterior: Double
    /// The largest subgradient of the log posterior over all parameters, in scaled units.
    ///
    /// 0 at a perfect optimum, and where nothing was optimised (a constant series).
    public let kktResidual: Double
    /// How often the model was linearised and its residuals computed from the data.
    public let rounds: Int
    /// How often a Gram matrix was accumulated over all rows.
    public let gramPasses: Int
    /// How many linear systems were factorised.
    public let factorisations: Int
    /// How many rate changes differ from 0.
    public let activeChangepoints: Int
    /// What a reader of the forecast should know.
    public let warnings: [FitWarning]

    /// Creates a report, as a fit or a file of a saved model has it.
    package init(
        logPosterior: Double, kktResidual: Double, rounds: Int, gramPasses: Int, factorisations: Int,
        activeChangepoints: Int, warnings: [FitWarning]
    ) {
        self.logPosterior = logPosterior
        self.kktResidual = kktResidual
        self.rounds = rounds
        self.gramPasses = gramPasses
        self.factorisations = factorisations
        self.activeChangepoints = activeChangepoints
        self.warnings = warnings
    }
}
