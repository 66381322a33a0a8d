/// Builds the served daily series of one symbol from what is held of it.
///
/// It is derived: the same candles give the same rows. Days without any candle between the first and the last held
/// day are filled with the close of the day before and volume 0, and are marked; moving averages run over all rows.
public enum DailyView {
    /// The number of rows before a changed day whose closes its moving averages need.
    public static let lookback = 29

    /// The rows from the first day with a candidate to the last.
    ///
    /// - Parameters:
    ///   - candidates: What the held series say about each day; at least one per day that is not to be filled.
    ///   - previous: The rows just before the first day, oldest first, whose closes the moving averages continue.
    /// - Returns: One row for every day, oldest first.
    /// - Complexity: O(days).
    public static func rows(
        _ candidates: [UTCDay: [DayCandidate]], after previous: [ServedDay] = []
    ) -> [ServedDay] {
        guard let first = candidates.keys.min(), let last = candidates.keys.max() else { return [] }
        var closes = previous.map(\.values.close)
        var rows: [ServedDay] = []
        rows.reserveCapacity(first.distance(to: last) + 1)
        for day in first...last {
            let best = candidates[day]?.reduce(nil as DayCandidate?) { best, next in
                guard let best else { return next }
                return next.isPreferred(to: best) ? next : best
            }
            guard let close = best?.values.close ?? closes.last else { continue }
            closes.append(close)
            let averages = (average(closes, 7), average(closes, 30))
            rows.append(row(day, best, minutes: candidates[day], filledWith: close, averages))
        }
        return rows
    }

    private static func average(_ closes: [Double], _ window: Int) -> Double? {
        closes.count < window ? nil : MovingAverage.mean(closes.suffix(window))
    }

    private static func row(
        _ day: UTCDay, _ best: DayCandidate?, minutes candidates: [DayCandidate]?, filledWith close: Double,
        _ averages: (Double?, Double?)
    ) -> ServedDay {
        guard let best else {
            return ServedDay(
                day: day, values: flat(day, close), ma7: averages.0, ma30: averages.1, minutes: nil,
                vintage: .filled, origin: .filled, isClosed: true)
        }
        let minutes = candidates?.first { $0.interval == .m1 }?.count
        return ServedDay(
            day: day, values: best.values, ma7: averages.0, ma30: averages.1, minutes: minutes,
            vintage: best.vintage, origin: best.hasStream ? .speed : .batch, isClosed: best.isComplete)
    }

    /// A day on which nothing was traded at a price.
    private static func flat(_ day: UTCDay, _ close: Double) -> CandleValues {
        do {
            return try CandleValues(
                open: close, high: close, low: close, close: close, closeTime: day.end, baseVolume: 0,
                quoteVolume: 0, trades: 0, takerBaseVolume: 0, takerQuoteVolume: 0)
        } catch {
            preconditionFailure("the close of a held day must be a price, was \(close)")
        }
    }
}
