/// What is held of one symbol at a glance: how complete it is, and how its days moved and traded.
///
///     let summary = MarketSummary(symbol: symbol, days: days, interval: .m1, held: ranges)
///     for table in MarketSummary.tables([summary]) { print(table.path, table.rows.count) }
///
/// All days are UTC days. Filled days never count as traded, and a volume that is not known stays unknown.
public struct MarketSummary: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The interval whose candles are counted.
    public let interval: Interval
    /// The first and last day of the served series, or nil if it is empty.
    public let days: ClosedRange<UTCDay>?
    /// The number of traded days.
    public let tradedDays: Int
    /// The candles held of each day, oldest first.
    public let counts: [DayCount]
    /// The hundred largest gaps between held candles, the longest first.
    public let gaps: [LargeGap]
    /// The days between the first and the last of which nothing is held, oldest first.
    public let missingDays: [UTCDay]
    /// The ten largest daily moves in percent, the largest first.
    public let moves: [DailyMove]
    /// The ten days with the largest base volume, the largest first.
    public let volumes: [DailyVolume]
    /// The mean daily volume of each month, oldest first.
    public let months: [MonthlyVolume]
    /// The mean daily return and the total return of each year, oldest first.
    public let years: [YearlyReturn]

    /// A summary of a served series and of the candles of one interval.
    ///
    /// - Parameters:
    ///   - symbol: The symbol.
    ///   - served: The rows of the daily view, oldest first.
    ///   - interval: The interval whose candles are counted.
    ///   - held: The runs of its slots that hold a closed candle: slot-aligned, ascending, not touching.
    /// - Complexity: O(*d* log *d* + *r* log *r*) for *d* days and *r* runs.
    public init(symbol: Symbol, days served: [ServedDay], interval: Interval, held: [TimeRange]) {
        self.symbol = symbol
        self.interval = interval
        if let first = served.first?.day, let last = served.last?.day {
            days = first...last
        } else {
            days = nil
        }
        tradedDays = served.count(where: \.isTraded)
        counts = DayCount.counts(of: held, interval: interval)
        gaps = LargeGap.largest(in: held, interval: interval)
        missingDays = served.filter { $0.origin == .filled }.map(\.day)
        moves = DailyMove.largest(of: DailyMove.moves(of: served))
        volumes = DailyVolume.largest(of: served)
        months = MonthlyVolume.months(of: served)
        years = YearlyReturn.years(of: served)
    }
}
