/// What was traded on an average day of a month.
public struct MonthlyVolume: Hashable, Sendable {
    /// The year.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The number of traded days.
    public let days: Int
    /// The number of traded days whose base volume is known.
    public let knownDays: Int
    /// The mean base volume of the days that know theirs, or nil if none does.
    public let meanBaseVolume: Double?
    /// The mean quote volume of the days that know theirs, or nil if none does.
    public let meanQuoteVolume: Double?

    /// The month as `YYYY-MM`.
    public var name: String { "\(padded(Int64(year), 4))-\(padded(Int64(month), 2))" }

    /// The months of a served series that have a traded day, oldest first.
    ///
    /// - Parameter days: The rows of the series, oldest first.
    /// - Returns: One entry per month.
    /// - Complexity: O(days).
    public static func months(of days: [ServedDay]) -> [MonthlyVolume] {
        runs(of: days.filter(\.isTraded)) { ($0.civil.year, $0.civil.month) }.compactMap { run in
            guard let date = run.first?.day.civil else { return nil }
            let base = run.compactMap(\.values.baseVolume)
            let quote = run.compactMap(\.values.quoteVolume)
            return MonthlyVolume(
                year: date.year, month: date.month, days: run.count, knownDays: base.count,
                meanBaseVolume: base.isEmpty ? nil : MovingAverage.mean(base[...]),
                meanQuoteVolume: quote.isEmpty ? nil : MovingAverage.mean(quote[...]))
        }
    }

    private static func runs(
        of days: [ServedDay], by key: (UTCDay) -> (Int, Int)
    ) -> [ArraySlice<ServedDay>] {
        var runs: [ArraySlice<ServedDay>] = []
        var start = 0
        for index in days.indices
        where index + 1 == days.count || key(days[index].day) != key(days[index + 1].day) {
            runs.append(days[start...index])
            start = index + 1
        }
        return runs
    }
}
