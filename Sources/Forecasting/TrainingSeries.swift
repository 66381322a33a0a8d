public import Candles
import RealModule

/// What a model may know: the closes up to and including a cutoff day.
///
/// The only way to make one is from a series and a cutoff, and nothing later is kept: a model that reads the
/// future cannot be written.
public struct TrainingSeries: Hashable, Sendable {
    /// The last day that is known.
    public let cutoff: UTCDay
    /// The days that have a close, strictly ascending, none after the cutoff.
    public let days: [UTCDay]
    /// The closes, one per day.
    public let closes: [Double]

    /// The part of a series up to a cutoff.
    ///
    /// - Complexity: O(*n*).
    public init(_ series: DailySeries, upTo cutoff: UTCDay) {
        let count = series.count(before: cutoff.advanced(by: 1))
        self.cutoff = cutoff
        days = Array(series.days.prefix(count))
        closes = Array(series.closes.prefix(count))
    }

    /// The log returns from one day to the next, oldest first; a pair of closes with a hole between them
    /// gives none.
    ///
    /// - Parameter count: How many of the latest are wanted at most.
    /// - Returns: One return for each pair of neighbouring days.
    /// - Complexity: O(*n*).
    public func logReturns(last count: Int = .max) -> [Double] {
        neighbours.map { Double.log($0.close / $0.previous) }.suffix(count)
    }

    /// The mean absolute change of the close from one day to the next, over the latest changes: the scale of
    /// MASE.
    ///
    /// - Returns: The scale in the quote asset; nil without two neighbouring days, or where nothing changed.
    /// - Complexity: O(*n*).
    public func meanAbsoluteChange(last count: Int = 365) -> Double? {
        let changes = neighbours.map { abs($0.close - $0.previous) }.suffix(count)
        guard !changes.isEmpty else { return nil }
        let mean = changes.reduce(0, +) / Double(changes.count)
        return mean > 0 ? mean : nil
    }

    private var neighbours: [(previous: Double, close: Double)] {
        days.indices.dropFirst().compactMap { index in
            days[index - 1].distance(to: days[index]) == 1 ? (closes[index - 1], closes[index]) : nil
        }
    }
}
