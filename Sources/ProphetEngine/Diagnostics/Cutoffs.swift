/// The points in time from which a cross-validation forecasts.
///
/// A cutoff is the last time that a fold knows; it is scored on the rows of the horizon after it.
public enum Cutoffs {
    /// More cutoffs than this are taken for a period in another unit.
    static let mostCutoffs = 1_000_000

    /// Places cutoffs as Prophet does: back from the last row less the horizon, one period after the other.
    ///
    /// A cutoff in whose horizon there is no row is moved back, so that its horizon ends with the latest row
    /// before it.
    ///
    /// - Parameters:
    ///   - times: The times of the rows in milliseconds, ascending, at least one.
    ///   - horizon: How far each fold forecasts, in milliseconds.
    ///   - initial: How much history the first fold must have, in milliseconds.
    ///   - period: How far apart the cutoffs are, in milliseconds.
    /// - Returns: The cutoffs, ascending, at least one; each is at least `initial` after the first row.
    /// - Throws: ``ProphetError/duration(_:_:)``, also for a period so short that it gives a million cutoffs,
    ///   ``ProphetError/lessDataThanHorizon(horizon:span:)`` or
    ///   ``ProphetError/noCutoffs(initial:horizon:span:)``.
    /// - Complexity: O(C log T) for C cutoffs and T rows.
    public static func make(
        times: [Int64], horizon: Int64, initial: Int64, period: Int64
    ) throws(ProphetError) -> [Int64] {
        guard horizon > 0 else { throw .duration("horizon", horizon) }
        guard initial >= 0 else { throw .duration("initial window", initial) }
        guard period > 0 else { throw .duration("period", period) }
        guard let first = times.first, let last = times.last else { throw .tooFewRows(0) }
        let span = last - first
        let room = Double(span) - Double(horizon) - Double(initial)
        guard room / Double(period) < Double(mostCutoffs) else { throw .duration("period", period) }
        guard horizon <= span else { throw .lessDataThanHorizon(horizon: horizon, span: span) }
        var result: [Int64] = []
        var cutoff = last - horizon
        while cutoff - first >= initial {
            result.append(cutoff)
            // A period longer than the history ends the search as any that leads before its start.
            cutoff -= min(period, span + 1)
            let next = position(after: cutoff, in: times)
            let isEmpty = next == times.count || times[next] - cutoff > horizon
            if isEmpty, cutoff > first {
                cutoff = times[next - 1] - horizon
            }
        }
        guard !result.isEmpty else { throw .noCutoffs(initial: initial, horizon: horizon, span: span) }
        return result.reversed()
    }

    /// The number of times that are not after a time, which is the position of the first one after it.
    static func position(after time: Int64, in times: [Int64]) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = low + (high - low) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
