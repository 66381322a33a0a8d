/// The trend g(t) in scaled units.
///
/// Linear growth is `k t + m + Σ delta_j (t - s_j)` over the changepoints s_j that t has passed; flat growth
/// is m.
struct PiecewiseTrend: Hashable, Sendable {
    let growth: Growth
    /// The changepoints s in scaled time, ascending, shape S.
    let changepointTimes: [Double]

    /// The trend at ascending scaled times.
    func values(at t: [Double], k: Double, m: Double, delta: [Double]) -> [Double] {
        guard growth == .linear else { return [Double](repeating: m, count: t.count) }
        // Each piece starts from its changepoint, where values are small, not from the time 0, where they
        // need not be.
        var rate = k
        var start = 0.0
        var level = m
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
