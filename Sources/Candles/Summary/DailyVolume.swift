/// What was traded on one day.
public struct DailyVolume: Hashable, Sendable {
    /// The day.
    public let day: UTCDay
    /// The amount traded in the base asset.
    public let baseVolume: Double
    /// The amount traded in the quote asset, or nil if it is not known.
    public let quoteVolume: Double?
    /// The number of trades, or nil if it is not known.
    public let trades: Int64?
    /// The close of the day.
    public let close: Double

    /// The volume of a traded day; nil if the day was not traded or its base volume is not known.
    public init?(_ day: ServedDay) {
        guard day.isTraded, let baseVolume = day.values.baseVolume else { return nil }
        self.day = day.day
        self.baseVolume = baseVolume
        quoteVolume = day.values.quoteVolume
        trades = day.values.trades
        close = day.values.close
    }

    /// The traded days with the largest base volume, the largest first; of equal ones the earlier is first.
    ///
    /// A day whose base volume is not known is not among them.
    ///
    /// - Complexity: O(*n* log *n*) for *n* days.
    public static func largest(of days: [ServedDay], limit: Int = 10) -> [DailyVolume] {
        let sorted = days.compactMap(DailyVolume.init).sorted { left, right in
            left.baseVolume == right.baseVolume ? left.day < right.day : left.baseVolume > right.baseVolume
        }
        return Array(sorted.prefix(max(0, limit)))
    }
}
