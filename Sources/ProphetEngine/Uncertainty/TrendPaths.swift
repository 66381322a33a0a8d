/// Simulated deviations of the trend from its forecast, for all paths at one future row after the other.
///
/// At each row the rate of a path changes with probability q by a Laplace number of scale b. Each change is
/// averaged with that of the row before (Prophet places it between two rows); the deviation is the step
/// between rows times the sum of the sums of the changes. Only the running sums are kept: memory does not
/// grow with the rows.
struct TrendPaths: Sendable {
    /// The scaled time between two future rows.
    let step: Double
    /// The deviation of each path at the current row, in scaled units.
    private(set) var deviations: [Double]
    private var rates: [Double]
    private var previousShifts: [Double]

    /// Creates paths that do not deviate yet.
    init(paths: Int, step: Double) {
        self.step = step
        deviations = [Double](repeating: 0, count: paths)
        rates = deviations
        previousShifts = deviations
    }

    /// Moves every path on to the next row.
    ///
    /// - Parameter shift: The change of rate of the next path at this row, usually 0; called once for each
    ///   path.
    mutating func advance(shift: () -> Double) {
        for path in deviations.indices {
            let shift = shift()
            rates[path] += (shift + previousShifts[path]) / 2
            previousShifts[path] = shift
            deviations[path] += step * rates[path]
        }
    }
}
