/// One chain of draws: it warms up, then draws with what it learnt.
struct SamplerChain<Density: DifferentiableDensity> {
    let density: Density
    /// A factor of a first guess of the covariance.
    let metric: CholeskyFactor
    /// The moves before the draws.
    let warmUp: Int
    /// The number of draws.
    let draws: Int
    /// How often moves are to be accepted.
    var target = 0.8

    /// What a chain has to show.
    struct Result: Sendable {
        /// The draws, one position each.
        var positions: [[Double]] = []
        /// The mean acceptance probability.
        var acceptance = 0.0
        var divergences = 0
        /// The draws whose path ended because it was long.
        var saturations = 0
        /// The number of gradients, those of the warm-up included.
        var gradients = 0
        /// The step size of the draws.
        var stepSize = 0.0
    }

    /// Runs the chain from a position.
    func run(from start: [Double], random: RandomDeviates) -> Result {
        var sampler = NoUTurnSampler(
            density: density, position: start, metric: metric, stepSize: 1, random: random)
        let schedule = WarmUpSchedule(moves: warmUp)
        var result = Result()
        var adaptation = adaptedStepSize(&sampler)
        var covariance = CovarianceEstimate(factor: metric)
        var ends = schedule.windowEnds[...]
        for index in 0..<warmUp {
            let move = sampler.move()
            result.gradients += move.leaves
            adaptation.update(acceptance: move.acceptance)
            sampler.stepSize = adaptation.stepSize
            guard let end = ends.first, index >= schedule.firstWindow else { continue }
            covariance.add(sampler.position)
            guard index + 1 == end else { continue }
            ends.removeFirst()
            if let metric = covariance.closeWindow() {
                sampler.change(metric: metric)
            }
            adaptation = adaptedStepSize(&sampler)
        }
        sampler.stepSize = adaptation.averaged
        result.stepSize = sampler.stepSize
        result.positions.reserveCapacity(draws)
        for _ in 0..<draws {
            let move = sampler.move()
            result.gradients += move.leaves
            result.acceptance += move.acceptance / Double(draws)
            result.divergences += move.isDivergent ? 1 : 0
            result.saturations += move.isSaturated ? 1 : 0
            result.positions.append(sampler.position)
        }
        return result
    }

    /// Begins with a step size near that of the wanted acceptance: doubled or halved until it is passed.
    private func adaptedStepSize(_ sampler: inout NoUTurnSampler<Density>) -> StepSizeAdaptation {
        let isLow = sampler.trialAcceptance() < target
        for _ in 0..<50 {
            sampler.stepSize *= isLow ? 0.5 : 2
            guard (sampler.trialAcceptance() < target) == isLow else { break }
        }
        return StepSizeAdaptation(stepSize: sampler.stepSize, target: target)
    }
}
