/// The broken lines of all draws of a trend, followed along ascending times.
struct DrawTrends {
    private let changepointTimes: [Double]
    private let changes: [[Double]]
    private var rates: [Double]
    private var levels: [Double]
    private var start = 0.0
    private var passed = 0
    /// The broken line of each draw at the last time: the trend, or the exponent of logistic growth.
    private(set) var values: [Double]

    init(draws: PosteriorDraws, trend: PiecewiseTrend) {
        let isFlat = trend.growth == .flat
        changepointTimes = isFlat ? [] : trend.changepointTimes
        changes = draws.delta
        rates = isFlat ? draws.k.map { _ in 0 } : draws.k
        levels = trend.growth == .logistic ? zip(draws.k, draws.m).map { -$0 * $1 } : draws.m
        values = levels
    }

    /// Goes on to a time.
    mutating func advance(to time: Double) {
        while passed < changepointTimes.count, changepointTimes[passed] <= time {
            let next = changepointTimes[passed]
            for draw in rates.indices {
                levels[draw] += rates[draw] * (next - start)
                rates[draw] += changes[draw][passed]
            }
            start = next
            passed += 1
        }
        for draw in rates.indices {
            values[draw] = levels[draw] + rates[draw] * (time - start)
        }
    }
}
