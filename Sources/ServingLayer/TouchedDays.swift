import Candles

/// Days whose daily rows may have changed, as runs.
struct TouchedDays: Hashable {
    /// The runs, as they came.
    private var added: [ClosedRange<UTCDay>] = []

    /// It is cheaper to make a few rows in between again than to begin anew.
    private static let nearness = 4

    /// Adds days.
    mutating func add(_ days: ClosedRange<UTCDay>) {
        if let last = added.last, last.lowerBound <= days.lowerBound,
            days.lowerBound <= last.upperBound.advanced(by: 1)
        {
            added[added.count - 1] = last.lowerBound...max(last.upperBound, days.upperBound)
        } else {
            added.append(days)
        }
    }

    /// Adds the days of others.
    mutating func add(_ others: TouchedDays) { added += others.added }

    /// The runs of days in order, with those that are near each other as one.
    ///
    /// - Complexity: O(*n* log *n*) for *n* runs added.
    var runs: [ClosedRange<UTCDay>] {
        added.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { runs, next in
            if let last = runs.last, last.upperBound.distance(to: next.lowerBound) <= Self.nearness {
                runs[runs.count - 1] = last.lowerBound...max(last.upperBound, next.upperBound)
            } else {
                runs.append(next)
            }
        }
    }
}
