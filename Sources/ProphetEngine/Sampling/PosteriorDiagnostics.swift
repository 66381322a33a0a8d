/// How well chains of draws explored the posterior.
public struct PosteriorDiagnostics: Hashable, Sendable {
    /// What the draws say about one parameter, and how far they can be trusted.
    public struct Parameter: Hashable, Sendable {
        /// The name: k, m, beta[column], delta[number from 1] or sigma.
        public let name: String
        /// The mean of the draws.
        public let mean: Double
        /// The standard deviation of the draws.
        public let standardDeviation: Double
        /// How much the chains disagree: 1 if not at all, above 1.01 too much.
        public let rHat: Double
        /// How many independent draws would tell the mean as well.
        public let effectiveSize: Double

        /// Creates the numbers of a parameter.
        package init(
            name: String, mean: Double, standardDeviation: Double, rHat: Double, effectiveSize: Double
        ) {
            self.name = name
            self.mean = mean
            self.standardDeviation = standardDeviation
            self.rHat = rHat
            self.effectiveSize = effectiveSize
        }
    }

    /// The parameters, in the order k, m, delta, beta, sigma.
    public let parameters: [Parameter]
    /// The draws whose path lost its energy: the posterior has corners that were not explored.
    public let divergences: Int
    /// The draws whose path was cut off at the largest length: draws are correct, but cost much.
    public let treeDepthSaturations: Int
    /// The mean acceptance probability of the moves; 0.8 is aimed at.
    public let acceptRate: Double
    /// The number of gradients computed, those of the warm-up included.
    public let gradients: Int

    /// Creates the diagnostics of draws.
    package init(
        parameters: [Parameter], divergences: Int, treeDepthSaturations: Int, acceptRate: Double,
        gradients: Int
    ) {
        self.parameters = parameters
        self.divergences = divergences
        self.treeDepthSaturations = treeDepthSaturations
        self.acceptRate = acceptRate
        self.gradients = gradients
    }

    /// The largest disagreement of the chains over all parameters; 1 if there are none.
    ///
    /// A parameter that is the same in all draws, such as the change that stands for no changepoints, does
    /// not count.
    public var largestRHat: Double {
        parameters.reduce(1) { $1.rHat.isNaN ? $0 : max($0, $1.rHat) }
    }

    /// The smallest effective number of draws over all parameters that vary; infinite if none does.
    public var smallestEffectiveSize: Double {
        parameters.reduce(.infinity) { $1.effectiveSize.isNaN ? $0 : min($0, $1.effectiveSize) }
    }
}
