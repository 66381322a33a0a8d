import RealModule

/// Simulated deviations of a broken line from its forecast, for all paths at one future row after the other.
///
/// For linear growth the line is the trend, for logistic growth its exponent. The rate of each path changes
/// now and then by a Laplace number. Changes are rare, so they are drawn one by one, with the distance from
/// one to the next, and only the running sums of all paths move on at every row. Memory does not grow with
/// the rows.
struct TrendPaths: Sendable {
    /// The number of paths.
    let count: Int
    /// The deviation of each path at the current row, in scaled units, padded to a multiple of four; the
    /// padding has zeros.
    private(set) var paddedDeviations: [Double]
    private var rates: [Double]
    /// The scale of the rate changes of each path.
    private let scales: [Double]
    private var random: RandomDeviates
    /// The scaled time between rows when changes are given.
    private var step = 0.0
    /// The halves of the latest changes, which act from the next row on.
    private var pending: [(path: Int, shift: Double)] = []
    /// The rows times paths until the next change; nil before the first row.
    private var distance: Int?

    /// Creates paths that do not deviate yet.
    ///
    /// - Parameters:
    ///   - scales: The scale of the rate changes of each path: the mean size of those of the history.
    ///   - seed: The seed of the changes.
    init(scales: [Double], seed: UInt64) {
        count = scales.count
        self.scales = scales
        paddedDeviations = [Double](repeating: 0, count: (scales.count + 3) / 4 * 4)
        rates = paddedDeviations
        random = RandomDeviates(seed: seed)
    }

    /// Creates paths on a regular grid, whose changes will be given.
    init(paths: Int, step: Double) {
        self.init(scales: [Double](repeating: 1, count: paths), seed: 0)
        self.step = step
    }

    /// The deviation of each path at the current row, in scaled units.
    var deviations: [Double] { Array(paddedDeviations[..<count]) }

    /// Moves every path on to the next row, with changes at the rows only: Prophet's default sampler.
    ///
    /// Each path changes its rate with a probability; half of the change acts from this row on, all of it from
    /// the next (Prophet averages each entry with the one before).
    ///
    /// - Parameters:
    ///   - step: The scaled time since the row before.
    ///   - probability: The expected number of changes in a row; above 1 there is one in every row.
    ///   - changesFirst: Whether a change acts on the step to its own row, as for linear growth.
    /// - Complexity: O(N) additions for N paths, and a few logarithms for each change.
    mutating func advance(step: Double, probability: Double, changesFirst: Bool = true) {
        if !changesFirst {
            move(by: step)
        }
        settle()
        var path = distance ?? gap(probability)
        while path < count {
            change(path, by: random.laplace(scale: scales[path]))
            // No overflow: a gap is at most half of the largest integer.
            path += 1 + gap(probability)
        }
        distance = path - count
        if changesFirst {
            move(by: step)
        }
    }

    /// Moves every path on to the next row by given changes.
    ///
    /// - Parameter shift: The change of rate of the next path at this row; called once for each path.
    mutating func advance(shift: () -> Double) {
        settle()
        for path in 0..<count {
            change(path, by: shift())
        }
        move(by: step)
    }

    /// Moves every path on by a scaled time in which changes come at any moment: Prophet's older sampler.
    ///
    /// - Parameters:
    ///   - time: The scaled time since the row before, or since the end of the history.
    ///   - frequency: The expected number of changes of a path in a scaled time of 1.
    /// - Complexity: O(N) additions for N paths, and a few logarithms for each change.
    mutating func advance(by time: Double, frequency: Double) {
        move(by: time)
        let total = frequency * Double(count)
        guard time > 0, total > 0 else { return }
        // All paths together change as a Poisson process, and each change belongs to any of them.
        var moment = random.exponential() / total
        while moment < time {
            let path = random.index(below: count)
            let shift = random.laplace(scale: scales[path])
            rates[path] += shift
            paddedDeviations[path] += shift * (time - moment)
            moment += random.exponential() / total
        }
    }

    /// Changes the rate of a path by one half at this row and by the other at the next.
    private mutating func change(_ path: Int, by shift: Double) {
        guard shift != 0 else { return }
        rates[path] += shift / 2
        pending.append((path, shift / 2))
    }

    private mutating func settle() {
        for (path, shift) in pending {
            rates[path] += shift
        }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func move(by time: Double) {
        VectorKernels.add(rates, stride: rates.count, selected: [0], times: [time], to: &paddedDeviations)
    }

    /// How many paths keep their rate before the next one changes: a geometric number.
    private mutating func gap(_ probability: Double) -> Int {
        guard probability < 1 else { return 0 }
        guard probability > 0 else { return Int.max / 2 }
        let gap = random.exponential() / -Double.log(onePlus: -probability)
        return gap < 0x1p62 ? Int(gap) : Int.max / 2
    }
}
