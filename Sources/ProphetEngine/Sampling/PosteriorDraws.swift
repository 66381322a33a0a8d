/// Draws of the posterior, one entry per draw in each array, chain after chain.
public struct PosteriorDraws: Hashable, Sendable {
    /// The number of chains; each has as many draws.
    public let chains: Int
    /// The rate of the trend at the start.
    public let k: [Double]
    /// The level of the trend at the start.
    public let m: [Double]
    /// The changes of the rate, shape draws x S.
    public let delta: [[Double]]
    /// The coefficients, shape draws x K.
    public let beta: [[Double]]
    /// The standard deviation of an observation.
    public let sigma: [Double]

    /// Creates draws, as a sampler or a file of a saved model has them.
    package init(
        chains: Int, k: [Double], m: [Double], delta: [[Double]], beta: [[Double]], sigma: [Double]
    ) {
        self.chains = chains
        self.k = k
        self.m = m
        self.delta = delta
        self.beta = beta
        self.sigma = sigma
    }

    /// The number of draws.
    public var count: Int { k.count }
}
