import RealModule

/// The trend g(t) in scaled units.
///
/// Linear growth is the broken line `k t + m + Σ delta_j (t - s_j)` over the changepoints s_j that t has
/// passed. Logistic growth is `cap / (1 + exp(-z))` of the broken line `z = k (t - m) + Σ delta_j (t - s_j)`;
/// that is Prophet's curve, whose offsets at the changepoints exist to keep z continuous. Flat growth is m.
struct PiecewiseTrend: Hashable, Sendable {
    let growth: Growth
    /// The changepoints s in scaled time, ascending, shape S.
    let changepointTimes: [Double]

    /// The trend at ascending scaled times; logistic growth needs a scaled cap for each.
    func values(at t: [Double], caps: [Double], _ parameters: ProphetParameters) -> [Double] {
        switch growth {
        case .flat:
            [Double](repeating: parameters.m, count: t.count)
        case .linear:
            line(at: t, rate: parameters.k, level: parameters.m, delta: parameters.delta)
        case .logistic:
            zip(exponents(at: t, parameters), caps).map { $1 * Self.sigmoid($0) }
        }
    }

    /// The broken line z of logistic growth.
    func exponents(at t: [Double], _ parameters: ProphetParameters) -> [Double] {
        line(at: t, rate: parameters.k, level: -parameters.k * parameters.m, delta: parameters.delta)
    }

    /// 1 / (1 + exp(-z)).
    static func sigmoid(_ z: Double) -> Double {
        1 / (1 + Double.exp(-z))
    }

    private func line(at t: [Double], rate: Double, level: Double, delta: [Double]) -> [Double] {
        // Each piece starts from its changepoint, where values are small, not from the time 0, where they
        // need not be.
        var rate = rate
        var start = 0.0
        var level = level
        var passed = 0
        return t.map { time in
            while passed < changepointTimes.count, changepointTimes[passed] <= time {
                level += rate * (changepointTimes[passed] - start)
                start = changepointTimes[passed]
                rate += delta[passed]
                passed += 1
            }
            return level + rate * (time - start)
        }
    }
}
