extension FittedProphet {
    /// The dates to forecast: those of the history, if wanted, and some after it.
    ///
    /// The history ends with its last row, whether that has a value or not. Where the last date is not on the
    /// grid of the frequency, as for months, the first future date is the next one of the grid; the time of
    /// day is that of the last date.
    ///
    /// - Parameters:
    ///   - periods: How many dates after the history.
    ///   - frequency: How far apart they are; nil infers it from the last five dates of the history.
    ///   - includesHistory: Whether the dates of the history come first.
    /// - Returns: Times in milliseconds since 1970-01-01 UTC, ascending.
    /// - Throws: ``ProphetError/periods(_:)``, ``ProphetError/frequency(_:)`` when none can be inferred, or
    ///   ``ProphetError/noHistory`` for a model that has no dates.
    /// - Complexity: O(H + `periods`) for H dates of history.
    public func makeFutureDates(
        periods: Int, frequency: Frequency? = .days(1), includesHistory: Bool = true
    ) throws(ProphetError) -> [Int64] {
        guard let last = historyTimes.last else { throw .noHistory }
        guard let step = frequency ?? Frequency(inferredFrom: historyTimes.suffix(5)) else {
            throw .frequency("automatic")
        }
        let future = try step.dates(after: last, count: periods)
        return includesHistory ? historyTimes + future : future
    }
}
