import RealModule

/// Whether chains of draws of one number agree, and how many independent draws they are worth.
///
/// Chains are split in half, so that a chain that drifts disagrees with itself, and draws are replaced by
/// the normal quantiles of their ranks, so that heavy tails do not hide anything. Source: Vehtari, Gelman,
/// Simpson, Carpenter and Bürkner, "Rank-Normalization, Folding, and Localization: An Improved R-hat",
/// Bayesian Analysis 16, 2021.
struct ChainDiagnostics: Sendable {
    /// Normal quantiles of the ranks, by rank, of as many draws as the chains have.
    private let scores: [Double]
    private let chains: Int
    private let length: Int

    /// Prepares for chains of equal length; of each an odd last draw is left out.
    init(chains: Int, length: Int) {
        self.chains = 2 * chains
        self.length = length / 2
        let count = Double(self.chains * self.length)
        scores = (0..<(self.chains * self.length)).map { rank in
            let probability = (Double(rank + 1) - 0.375) / (count + 0.25)
            let z = NormalDistribution.halfWidth(mass: abs(2 * probability - 1))
            return probability < 0.5 ? -z : z
        }
    }

    /// The disagreement of chains, and the effective number of their draws.
    ///
    /// - Parameter draws: All draws, chain after chain.
    /// - Returns: R-hat, the larger of that of the draws and that of their distances from the median, and the
    ///   effective number of draws; both are NaN when all draws are equal.
    /// - Complexity: O(n log n) plus O(n) for each lag at which draws are still correlated.
    func assess(_ draws: [Double]) -> (rHat: Double, effectiveSize: Double) {
        let halves = split(draws)
        let sorted = halves.sorted()
        guard length > 1, sorted.first != sorted.last else { return (.nan, .nan) }
        let median = sorted[sorted.count / 2]
        let ranked = rankNormalised(halves)
        let folded = rankNormalised(halves.map { abs($0 - median) })
        return (max(rHat(ranked), rHat(folded)), effectiveSize(ranked))
    }

    /// The draws of the half chains.
    private func split(_ draws: [Double]) -> [Double] {
        let whole = draws.count / (chains / 2)
        return (0..<chains).flatMap { half in
            let start = half / 2 * whole + (half.isMultiple(of: 2) ? 0 : whole - length)
            return draws[start..<(start + length)]
        }
    }

    private func rankNormalised(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var result = values
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] {
                end += 1
            }
            // Equal draws get the mean of their scores.
            let score = scores[start..<end].reduce(0, +) / Double(end - start)
            for index in order[start..<end] {
                result[index] = score
            }
            start = end
        }
        return result
    }

    private func moments(_ values: [Double]) -> (means: [Double], within: Double, total: Double) {
        let size = Double(length)
        let means = (0..<chains).map { chain in
            values[(chain * length)..<((chain + 1) * length)].reduce(0, +) / size
        }
        var within = 0.0
        for chain in 0..<chains {
            for index in (chain * length)..<((chain + 1) * length) {
                let deviation = values[index] - means[chain]
                within += deviation * deviation
            }
        }
        within /= Double(chains) * (size - 1)
        let grand = means.reduce(0, +) / Double(chains)
        let between = means.reduce(0) { $0 + ($1 - grand) * ($1 - grand) } / Double(chains - 1)
        return (means, within, within * (size - 1) / size + between)
    }

    private func rHat(_ values: [Double]) -> Double {
        let (_, within, total) = moments(values)
        return (total / within).squareRoot()
    }

    /// The effective number of draws, by Geyer's initial monotone sequence of autocorrelations.
    private func effectiveSize(_ values: [Double]) -> Double {
        let (means, within, total) = moments(values)
        guard within > 0 else { return .nan }
        let size = Double(length)
        func correlation(_ lag: Int) -> Double {
            var sum = 0.0
            for chain in 0..<chains {
                let start = chain * length
                for index in start..<(start + length - lag) {
                    sum += (values[index] - means[chain]) * (values[index + lag] - means[chain])
                }
            }
            let covariance = sum / (Double(chains) * (size - 1))
            return 1 - (within - covariance) / total
        }
        var time = -1.0
        var least = Double.infinity
        var lag = 0
        while lag + 1 < length {
            let pair = correlation(lag) + correlation(lag + 1)
            guard pair > 0 else { break }
            least = min(least, pair)
            time += 2 * least
            lag += 2
        }
        let count = Double(chains) * size
        // Draws that alternate around the mean tell it better than independent ones, within reason.
        return count / max(time, 1 / Double.log10(count))
    }
}
