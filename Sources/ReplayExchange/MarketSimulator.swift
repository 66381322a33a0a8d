import Candles

/// Makes a plausible market that never was: the same for the same seed, on every machine.
///
/// It has bull, bear and sideways regimes, volatility that comes in waves, a rhythm of the week and of the day, an
/// outage in every five days in which all symbols miss minutes, and, from two symbols on, a last symbol that was
/// listed later, in the middle of a day. There are days of about four years, and minutes and hours around `now`;
/// a day with minutes is exactly their roll-up.
///
/// Prices, base volumes and trades of a day depend on the seed alone, never on `now`; its quote volume depends on
/// whether it has minutes.
struct MarketSimulator: Sendable {
    /// What `now` is if nobody says: an evening shortly before the end of a day.
    static let defaultNow = OpenTime(milliseconds: 1_751_241_000_000)
    /// The days of history before `now`.
    static let historyDays = 1461
    /// The days before that of `now` which have minutes.
    static let minuteDays = 9
    /// The days, that of `now` among them, which lie ahead.
    static let daysAhead = 3
    /// The first `now` that is possible.
    static let earliest = OpenTime(milliseconds: 1_546_300_800_000)

    private let seed: UInt64
    private let assets: [SimulatedAsset]
    private let now: OpenTime

    /// A simulator of a market around an instant.
    ///
    /// - Throws: ``ReplayError/usage(option:value:reason:)`` for a number of symbols or a time out of range.
    init(seed: UInt64, symbols: Int, now: OpenTime = Self.defaultNow) throws(ReplayError) {
        guard (1...SimulatedAsset.all.count).contains(symbols) else {
            throw .usage(
                option: "symbols", value: "\(symbols)",
                reason: "1 to \(SimulatedAsset.all.count) can be simulated")
        }
        guard now >= Self.earliest, now < OpenTime.latest - 10 * UTCDay.milliseconds else {
            throw .usage(
                option: "now", value: "\(now)",
                reason: "a simulated market reaches from \(Self.earliest) to 2099")
        }
        self.seed = seed
        self.now = now
        assets = Array(SimulatedAsset.all.prefix(symbols))
    }

    /// The market.
    ///
    /// - Complexity: O(symbols x (days + minutes)).
    func market() -> Market {
        let today = now.day
        let end = today.advanced(by: Self.daysAhead)
        var climates: [SimulatedClimate] = []
        var climate = SimulatedClimate(seed: seed)
        for day in SimulatedClimate.origin..<end {
            climate.advance(to: day)
            climates.append(climate)
        }
        var tables: [SeriesKey: CandleTable] = [:]
        var tapes: [Symbol: TradeTape] = [:]
        var symbols: [Symbol] = []
        for (index, asset) in assets.enumerated() {
            guard let symbol = Self.symbol(asset) else { continue }
            symbols.append(symbol)
            let isLate = index > 0 && index + 1 == assets.count
            let made = candles(
                asset, index, isLate ? SimulatedListing(seed: seed) : nil, climates,
                days: today.advanced(by: -Self.historyDays)..<end,
                minutesFrom: today.advanced(by: -Self.minuteDays))
            for (interval, table) in [(Interval.m1, made.minutes), (.h1, made.hours), (.d1, made.days)]
            where table.count > 0 {
                tables[SeriesKey(symbol, interval)] = table
            }
            tapes[symbol] = .simulated(SimulatedTrades(made.minutes, asset: asset))
        }
        return Market(tables: tables, tapes: tapes, symbols: symbols, source: "simulated; seed=\(seed)")
    }

    private func candles(
        _ asset: SimulatedAsset, _ index: Int, _ listing: SimulatedListing?, _ climates: [SimulatedClimate],
        days: Range<UTCDay>, minutesFrom: UTCDay
    ) -> (minutes: CandleTable, hours: CandleTable, days: CandleTable) {
        var walk = SimulatedDayWalk(asset, seed: seed, index: index, listing: listing)
        let maker = SimulatedMinutes(asset, seed: seed, index: index)
        var minuteTable = CandleTable()
        var hourTable = CandleTable()
        var dayTable = CandleTable()
        for (climate, day) in zip(climates, SimulatedClimate.origin..<days.upperBound) {
            guard let plan = walk.next(day, climate), days.contains(day) else { continue }
            var sum = SimulatedSum(asset)
            if day < minutesFrom {
                sum.add(plan)
            } else {
                let minutes = maker.minutes(of: plan)
                for minute in minutes {
                    var one = SimulatedSum(asset)
                    one.add(minute)
                    sum.add(minute)
                    minuteTable.append(
                        one.row(openTime: minute.openTime, closeTime: minute.openTime + Self.minute))
                }
                appendHours(minutes, asset, to: &hourTable)
            }
            dayTable.append(sum.row(openTime: day.start.milliseconds, closeTime: day.end.milliseconds))
        }
        return (minuteTable, hourTable, dayTable)
    }

    private func appendHours(
        _ minutes: [SimulatedMinutes.Minute], _ asset: SimulatedAsset, to table: inout CandleTable
    ) {
        var rest = minutes[...]
        while let first = rest.first {
            let start = first.openTime / Self.hour * Self.hour
            let inHour = rest.prefix { $0.openTime < start + Self.hour }
            var sum = SimulatedSum(asset)
            for minute in inHour { sum.add(minute) }
            table.append(sum.row(openTime: start, closeTime: start + Self.hour))
            rest = rest.dropFirst(inHour.count)
        }
    }

    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000

    /// The names in the list are symbols; a test walks them all.
    private static func symbol(_ asset: SimulatedAsset) -> Symbol? {
        do {
            return try Symbol(asset.symbol)
        } catch {
            return nil
        }
    }
}
