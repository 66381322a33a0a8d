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
    /// How well the posterior was explored; nil for independent draws and for draws read from a file.
    public let diagnostics: PosteriorDiagnostics?

    /// Creates draws, as a sampler or a file of a saved model has them.
    package init(
        chains: Int, k: [Double], m: [Double], delta: [[Double]], beta: [[Double]], sigma: [Double],
        diagnostics: PosteriorDiagnostics? = nil
    ) {
        self.chains = chains
        self.k = k
        self.m = m
        self.delta = delta
        self.beta = beta
        self.sigma = sigma
        self.diagnostics = diagnostics
    }

    /// The draws with what is known about their chains.
    func assessed(_ diagnostics: PosteriorDiagnostics) -> PosteriorDraws {
        PosteriorDraws(
            chains: chains, k: k, m: m, delta: delta, beta: beta, sigma: sigma, diagnostics: diagnostics)
    }

    /// The number of draws.
    public var count: Int { k.count }

    /// The mean of each parameter over the draws, of which there must be one.
    ///
    /// - Complexity: O(n·(S + K)) for n draws.
    public var means: ProphetParameters {
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(count) }
        func means(_ rows: [[Double]]) -> [Double] {
            var sums = [Double](repeating: 0, count: rows.first?.count ?? 0)
            for row in rows {
                for index in sums.indices {
                    sums[index] += row[index]
                }
            }
            return sums.map { $0 / Double(count) }
        }
        return ProphetParameters(
            k: mean(k), m: mean(m), delta: means(delta), beta: means(beta), sigma: mean(sigma))
    }
}
