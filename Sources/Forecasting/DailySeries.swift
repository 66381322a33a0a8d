public import Candles

/// The daily closes of one symbol: what is forecast, and what forecasts are measured against.
///
/// Only closed days enter. A model never reads a series: it is given a ``TrainingSeries``, which ends at a
/// cutoff.
public struct DailySeries: Hashable, Sendable {
    /// The days that have a close, strictly ascending; not every day of the calendar need be there.
    public let days: [UTCDay]
    /// The closes, in the quote asset, one per day.
    public let closes: [Double]

    /// The closed days of a served series.
    ///
    /// - Parameters:
    ///   - served: Rows of the served series, oldest first.
    ///   - includesFilled: Whether days that were made up to fill holes enter as well; they are no
    ///     observations, so by default they do not.
    /// - Complexity: O(*n*).
    public init(_ served: [ServedDay], includesFilled: Bool = false) {
        let rows = served.filter { $0.isClosed && (includesFilled || $0.origin != .filled) }
        self.init(days: rows.map(\.day), closes: rows.map(\.values.close))
    }

    /// A series of known closes.
    ///
    /// - Precondition: There are as many closes as days, the days ascend strictly, the closes are finite and
    ///   above 0.
    /// - Complexity: O(*n*).
    public init(days: [UTCDay], closes: [Double]) {
        precondition(
            days.count == closes.count, "\(days.count) days must have as many closes, had \(closes.count)")
        precondition(zip(days, days.dropFirst()).allSatisfy { $0 < $1 }, "the days must ascend strictly")
        precondition(closes.allSatisfy { $0.isFinite && $0 > 0 }, "every close must be finite and above 0")
        self.days = days
        self.closes = closes
    }

    /// The close of a day, or nil if the series has none.
    ///
    /// - Complexity: O(log *n*).
    public subscript(day: UTCDay) -> Double? {
        let index = count(before: day)
        return index < days.count && days[index] == day ? closes[index] : nil
    }

    /// The part of the series that is known at the end of a day.
    ///
    /// - Complexity: O(*n*).
    public func upTo(_ cutoff: UTCDay) -> TrainingSeries { TrainingSeries(self, upTo: cutoff) }

    /// The number of days before a day.
    ///
    /// - Complexity: O(log *n*).
    func count(before day: UTCDay) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
