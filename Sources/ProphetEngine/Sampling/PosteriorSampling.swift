import Dispatch
import RealModule
import Synchronization

/// Draws the parameters of a model from their posterior.
///
/// Chains start near the optimum and have their own random numbers each, so the draws depend on the seed
/// alone, not on the number of threads.
struct PosteriorSampling: Sendable {
    private let posterior: Posterior
    private let optimum: PosteriorOptimum
    private let sampler: PosteriorSampler
    /// The number of draws of a chain, and the number of moves before them.
    private let length: Int
    /// Whether the only changepoint stands for none, so that its change is part of the rate.
    private let foldsChange: Bool

    /// The number of chains.
    static let chains = 4

    /// Prepares draws of a model, whose posterior has the given optimum, as the model's options ask for them.
    init(prepared: PreparedModel, optimum: PosteriorOptimum) {
        self.init(
            posterior: prepared.posterior, optimum: optimum, sampler: prepared.options.sampler,
            samples: prepared.options.mcmcSamples, foldsChange: prepared.changepoints.times.isEmpty)
    }

    init(
        posterior: Posterior, optimum: PosteriorOptimum, sampler: PosteriorSampler, samples: Int,
        foldsChange: Bool = false
    ) {
        self.posterior = posterior
        self.optimum = optimum
        self.sampler = sampler
        self.foldsChange = foldsChange
        length = max(1, samples / 2)
    }

    /// The draws of a seed: `chains` times half the number of samples asked for.
    ///
    /// - Parameters:
    ///   - seed: The seed.
    ///   - threads: The largest number of threads.
    /// - Returns: The draws, with diagnostics if chains made them.
    /// - Complexity: O(n·l·(p² or T·K)) for n draws of paths of l steps; p² where the mean is linear.
    func draws(seed: UInt64, threads: Int = chains) -> PosteriorDraws {
        let layout = SampleLayout(posterior: posterior)
        let approximation = NormalApproximation(posterior: posterior, optimum: optimum)
        var generator = Xoshiro256(seed: seed)
        let streams = (0..<Self.chains).map { _ in RandomDeviates(seed: generator.next()) }
        guard sampler == .nuts else {
            let positions = streams.map { stream in
                var random = stream
                return (0..<length).map { _ in approximation.draw(&random) }
            }
            return draws(positions, layout: layout)
        }
        var center = optimum.parameters
        center.sigma = Double.exp(approximation.mean[layout.logSigma])
        let density = LogPosterior(posterior: posterior, center: center)
        let metric = density.layout.hasProduct ? approximation.productFactor : approximation.factor
        let chain = SamplerChain(density: density, metric: metric, warmUp: length, draws: length)
        let results = run(chain, center: density.layout.vector(center), streams: streams, threads: threads)
        let draws = draws(results.map(\.positions), layout: density.layout)
        return draws.assessed(diagnostics(draws, results))
    }

    /// Runs all chains.
    private func run(
        _ chain: SamplerChain<LogPosterior>, center: [Double], streams: [RandomDeviates], threads: Int
    ) -> [SamplerChain<LogPosterior>.Result] {
        let count = streams.count
        let workers = max(1, min(threads, count))
        let results = Mutex([SamplerChain<LogPosterior>.Result](repeating: .init(), count: count))
        let work = { @Sendable (worker: Int) in
            for index in stride(from: worker, to: count, by: workers) {
                var random = streams[index]
                let start = self.start(near: center, chain, &random)
                let result = chain.run(from: start, random: random)
                results.withLock { $0[index] = result }
            }
        }
        if workers == 1 {
            work(0)
        } else {
            DispatchQueue.concurrentPerform(iterations: workers, execute: work)
        }
        return results.withLock { $0 }
    }

    /// A point near the optimum, at a fraction of the expected spread.
    private func start(
        near center: [Double], _ chain: SamplerChain<LogPosterior>, _ random: inout RandomDeviates
    ) -> [Double] {
        var density = chain.density
        let jitter = center.map { _ in random.normal() }
        var gradient = center
        var scale = 0.5
        while scale > 1e-3 {
            var start = center
            chain.metric.add(scale, times: jitter, to: &start)
            if density.value(at: start, gradient: &gradient).isFinite { return start }
            scale /= 2
        }
        return center
    }

    /// The draws of positions, chain after chain.
    private func draws(_ chains: [[[Double]]], layout: SampleLayout) -> PosteriorDraws {
        let parameters = chains.joined().map { position in
            let parameters = layout.parameters(position)
            return foldsChange ? folded(parameters) : parameters
        }
        return PosteriorDraws(
            chains: chains.count, k: parameters.map(\.k), m: parameters.map(\.m),
            delta: parameters.map(\.delta), beta: parameters.map(\.beta), sigma: parameters.map(\.sigma))
    }

    /// The same trend over the history without the change at its start.
    private func folded(_ parameters: ProphetParameters) -> ProphetParameters {
        var result = parameters
        result.k += parameters.delta[0]
        result.delta = [0]
        if posterior.trend.growth == .logistic, result.k != 0 {
            // The broken line starts from -k m, which must stay.
            result.m = parameters.m * parameters.k / result.k
        }
        return result
    }

    /// What the chains went through, and how well they tell each parameter.
    private func diagnostics(
        _ draws: PosteriorDraws, _ results: [SamplerChain<LogPosterior>.Result]
    ) -> PosteriorDiagnostics {
        let assessment = ChainDiagnostics(chains: results.count, length: length)
        func parameter(_ name: String, _ values: [Double]) -> PosteriorDiagnostics.Parameter {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let (rHat, effectiveSize) = assessment.assess(values)
            return PosteriorDiagnostics.Parameter(
                name: name, mean: mean, standardDeviation: (squares / max(1, count - 1)).squareRoot(),
                rHat: rHat, effectiveSize: effectiveSize)
        }
        let beta = posterior.features.columns.enumerated().map { index, column in
            parameter("beta[\(column.name)]", draws.beta.map { $0[index] })
        }
        let delta = posterior.trend.changepointTimes.indices.map { index in
            parameter("delta[\(index + 1)]", draws.delta.map { $0[index] })
        }
        return PosteriorDiagnostics(
            parameters: [parameter("k", draws.k), parameter("m", draws.m)] + delta + beta
                + [parameter("sigma", draws.sigma)],
            divergences: results.reduce(0) { $0 + $1.divergences },
            treeDepthSaturations: results.reduce(0) { $0 + $1.saturations },
            acceptRate: results.reduce(0) { $0 + $1.acceptance } / Double(results.count),
            gradients: results.reduce(0) { $0 + $1.gradients })
    }
}
