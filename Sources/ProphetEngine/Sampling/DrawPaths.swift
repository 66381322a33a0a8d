import RealModule

/// Simulated deviations of the broken lines of draws after the history, a few paths for each draw.
///
/// Rates go on to change as often as the history has changepoints, and as much as in the draw: by Laplace
/// numbers whose scale is the mean size of the draw's changes.
struct DrawPaths {
    /// How changes come.
    enum Timing {
        /// At rows, which are taken as equally spaced, each change averaged with that of the row before; it
        /// counts from the row before.
        case steps(Double)
        /// The same, but a change counts from its row on, at the rows' true times: Prophet's logistic growth.
        case rows(Double)
        /// At any time: the gaps between changes are exponential.
        case anyTime
    }

    private let timing: Timing
    private let changeCount: Double
    private let scales: [Double]
    private let pathsPerDraw: Int
    private var rates: [Double]
    private var lasts: [Double]
    private var nextTimes: [Double] = []
    private var time = 1.0
    /// The deviation of each path at the last row, draw after draw.
    private(set) var deviations: [Double]

    init(draws: PosteriorDraws, pathsPerDraw: Int, timing: Timing, random: inout RandomDeviates) {
        self.timing = timing
        self.pathsPerDraw = pathsPerDraw
        scales = draws.delta.map { changes in
            changes.reduce(0) { $0 + abs($1) } / Double(changes.count) + 1e-8
        }
        let changeCount = Double(draws.delta.first?.count ?? 0)
        self.changeCount = changeCount
        deviations = [Double](repeating: 0, count: draws.count * pathsPerDraw)
        rates = deviations
        lasts = deviations
        if case .anyTime = timing {
            for path in deviations.indices {
                lasts[path] = 1
                nextTimes.append(1 + Self.gap(changeCount, &random))
            }
        }
    }

    /// Goes on to the time of the next future row.
    mutating func advance(to next: Double, _ random: inout RandomDeviates) {
        switch timing {
        case .steps(let step):
            for path in deviations.indices {
                changeRate(path, probability: changeCount * step, &random)
                deviations[path] += step * rates[path]
            }
        case .rows(let step):
            let distance = next - time
            for path in deviations.indices {
                deviations[path] += distance * rates[path]
                changeRate(path, probability: changeCount * step, &random)
            }
            time = next
        case .anyTime:
            for path in deviations.indices {
                while nextTimes[path] <= next {
                    deviations[path] += (nextTimes[path] - lasts[path]) * rates[path]
                    lasts[path] = nextTimes[path]
                    rates[path] += random.laplace(scale: scales[path / pathsPerDraw])
                    nextTimes[path] += Self.gap(changeCount, &random)
                }
                deviations[path] += (next - lasts[path]) * rates[path]
                lasts[path] = next
            }
        }
    }

    /// Changes the rate by half of this row's change and half of that of the row before.
    private mutating func changeRate(_ path: Int, probability: Double, _ random: inout RandomDeviates) {
        let isChange = random.uniform() < probability
        let change = isChange ? random.laplace(scale: scales[path / pathsPerDraw]) : 0
        rates[path] += (change + lasts[path]) / 2
        lasts[path] = change
    }

    /// The time to the next of so many changes per unit of time.
    private static func gap(_ rate: Double, _ random: inout RandomDeviates) -> Double {
        -Double.log(1 - random.uniform()) / rate
    }
}
