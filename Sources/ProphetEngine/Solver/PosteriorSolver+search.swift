extension PosteriorSolver {
    /// The rows that are enough to tell one maximum of logistic growth from another.
    private static let surveyRows = 400
    /// The residual at which it is known which maximum a start leads to.
    private static let surveyTarget = 0.1
    /// The rounds in which a start that leads to a better maximum gets close enough to it.
    private static let surveyRounds = 15

    /// How the rate and the level of the starts differ from the model's initial ones.
    private static let logisticStarts = [1, 0.5, 2]
    private static let multiplicativeStarts = [1, 0.1, -1]

    /// The best of the maxima that are reached from some parameters and others near.
    ///
    /// The posterior of logistic growth has several maxima: starts of half and twice the rate find the best
    /// one where the first does not, and where there are many rows, a part of them says where to climb. With
    /// multiplicative columns there are several only where rows are few: then a trend near 0 is tried as well.
    ///
    /// - Parameters:
    ///   - start: The model's initial parameters.
    ///   - earlier: Parameters that may be near the maximum.
    /// - Returns: The best maximum found.
    /// - Throws: ``ProphetError/notConverged(kktResidual:rounds:)``.
    func search(
        from start: ProphetParameters, earlier: ProphetParameters? = nil
    ) throws(ProphetError) -> PosteriorOptimum {
        let factors: [Double]
        if posterior.trend.growth == .logistic {
            factors = Self.logisticStarts
        } else if !posterior.isLinear, posterior.t.count < 4 * layout.count {
            factors = Self.multiplicativeStarts
        } else {
            return try solve(from: earlier ?? start)
        }
        var starts = factors.map { factor in
            var other = start
            other.k *= factor
            other.m *= posterior.trend.growth == .logistic ? 1 : factor
            return other
        }
        if let earlier {
            starts.append(earlier)
        }
        if posterior.trend.growth == .logistic, posterior.t.count > 2 * Self.surveyRows {
            if let optimum = surveyed(starts) { return optimum }
        }
        let (optimum, failure) = best(of: starts)
        if let optimum { return optimum }
        throw failure ?? .notConverged(kktResidual: .infinity, rounds: 0)
    }

    /// The maximum reached from the first start, or from another that a part of the rows prefers to it.
    private func surveyed(_ starts: [ProphetParameters]) -> PosteriorOptimum? {
        let survey = PosteriorSolver(
            posterior: posterior.thinned(to: Self.surveyRows), target: Self.surveyTarget,
            roundLimit: Self.surveyRounds)
        guard let first = best(of: [starts[0]]).optimum,
            let known = survey.best(of: [first.parameters]).optimum
        else { return nil }
        let others = starts.dropFirst().compactMap { survey.best(of: [$0]).optimum }
            .filter { $0.logDensity > known.logDensity + Self.surveyTarget }
        let climbed = best(of: others.map(\.parameters)).optimum
        guard let climbed, climbed.logDensity > first.logDensity else { return first }
        return climbed
    }

    /// The best of the maxima reached from some starts, or why the first of them reached none.
    private func best(of starts: [ProphetParameters]) -> (optimum: PosteriorOptimum?, failure: ProphetError?)
    {
        var best: PosteriorOptimum?
        var failure: ProphetError?
        for start in starts {
            switch Result(catching: { () throws(ProphetError) in try solve(from: start) }) {
            case .success(let optimum):
                if optimum.logDensity > best?.logDensity ?? -.infinity {
                    best = optimum
                }
            case .failure(let error):
                failure = failure ?? error
            }
        }
        return (best, failure)
    }
}
