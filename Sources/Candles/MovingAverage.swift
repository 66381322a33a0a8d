/// The mean of the last values of a series, summed with compensation so that it does not drift.
///
/// Source: the summation of A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// 1974.
public enum MovingAverage {
    /// The simple moving averages of a series.
    ///
    /// - Parameters:
    ///   - values: The series, oldest first.
    ///   - window: The number of values averaged, at least 1.
    /// - Returns: As many averages as values; nil where fewer than `window` values exist up to there.
    /// - Complexity: O(*n* x `window`): each window is summed afresh, so that an average depends on its window alone.
    public static func simple(_ values: [Double], window: Int) -> [Double?] {
        precondition(window >= 1, "the window must be at least 1, was \(window)")
        return values.indices.map { index in
            guard index + 1 >= window else { return nil }
            return mean(values[(index + 1 - window)...index])
        }
    }

    /// The mean of some values.
    ///
    /// - Precondition: There is at least one.
    static func mean(_ values: ArraySlice<Double>) -> Double {
        var sum = 0.0
        var correction = 0.0
        for value in values {
            let next = sum + value
            correction += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
            sum = next
        }
        return (sum + correction) / Double(values.count)
    }
}
