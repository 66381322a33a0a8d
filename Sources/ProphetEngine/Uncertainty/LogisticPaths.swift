import CKernels

/// Deviations of an S-shaped trend, given those of its exponent z.
///
/// Prophet's default sampler moves the changepoints of the history to the rows of a regular grid for this, so
/// that its paths are off the forecast by more than chance; it takes the mean of all paths from each of them.
struct LogisticPaths: Sendable {
    /// The deviation of each path at the current row, in scaled units, padded to a multiple of four.
    private(set) var deviations: [Double]
    /// The exponent of each row without changes after the history.
    private let exponents: [Double]
    private let caps: [Double]
    private let isCentred: Bool
    private let count: Int
    /// One for each path, then zeros.
    private let ones: [Double]
    private var paths: [Double]

    /// Creates the deviations of rows of given scaled times and caps.
    ///
    /// - Parameters:
    ///   - fitted: The model.
    ///   - t: The scaled times of all rows.
    ///   - caps: The scaled cap of each row.
    ///   - changes: The changes after the history.
    ///   - isCentred: Whether the default sampler is wanted.
    ///   - count: The number of paths.
    init(
        fitted: FittedProphet, t: [Double], caps: [Double], changes: RateChanges, isCentred: Bool, count: Int
    ) {
        self.caps = caps
        self.isCentred = isCentred
        self.count = count
        exponents =
            isCentred
            ? Self.gridExponents(fitted, t: t, step: changes.step)
            : fitted.trend.exponents(at: t, fitted.parameters)
        let padding = [Double](repeating: 0, count: (count + 3) / 4 * 4 - count)
        ones = [Double](repeating: 1, count: count) + padding
        paths = ones
        deviations = [Double](repeating: 0, count: ones.count)
    }

    /// The exponents after all changepoints, each of which lies at the first time after it on the grid.
    ///
    /// Where two come to lie at one time Prophet keeps the later.
    private static func gridExponents(_ fitted: FittedProphet, t: [Double], step: Double) -> [Double] {
        let parameters = fitted.parameters
        guard step > 0 else { return fitted.trend.exponents(at: t, parameters) }
        var changes: [(time: Double, delta: Double)] = []
        for (time, delta) in zip(fitted.changepointTimes, parameters.delta) {
            var index = (time / step).rounded(.down)
            // Division rounds, by one at most; the grid itself decides.
            if index * step <= time { index += 1 }
            if index * step <= time { index += 1 }
            if (index - 1) * step > time { index -= 1 }
            // A grid finer than the numbers has no next time.
            let next = max(time, index * step)
            if changes.last?.time == next {
                changes.removeLast()
            }
            changes.append((next, delta))
        }
        return t.map { time in
            changes.reduce(parameters.k * (time - parameters.m)) { $0 + $1.delta * (time - $1.time) }
        }
    }

    /// Takes the deviations of the exponent at a row.
    mutating func update(_ exponentDeviations: [Double], row: Int) {
        let cap = caps[row]
        let rows = ones.count
        ck_mix(1, exponentDeviations, exponents[row], ones, rows, &paths)
        ck_sigmoid(paths, rows, &deviations)
        let center =
            isCentred
            ? ck_dot(deviations, ones, rows) / Double(count) : PiecewiseTrend.sigmoid(exponents[row])
        ck_mix(cap, deviations, -cap * center, ones, rows, &deviations)
    }
}
