import Candles

/// What is fixed of one day of one symbol before its minutes are made: in ticks, lots and trades.
struct SimulatedDay: Hashable, Sendable {
    let day: UTCDay
    /// The first minute with trading, counted from midnight.
    let firstMinute: Int
    /// The minutes in which the exchange is down.
    let outage: Range<Int>
    let open: Int64
    let high: Int64
    let low: Int64
    let close: Int64
    let lots: Int64
    let takerShare: Double
    let trades: Int64

    /// The minutes of the day in which the market is open.
    var minutes: [Int] {
        Array(firstMinute..<max(firstMinute, outage.lowerBound))
            + Array(max(firstMinute, outage.upperBound)..<1440)
    }
}

/// Walks the days of one symbol from the origin of all simulated history.
struct SimulatedDayWalk: Sendable {
    private let asset: SimulatedAsset
    private let seed: UInt64
    private let listing: SimulatedListing?
    private var random: SimulatorRandom
    private var close: Int64

    /// The walk before its first day.
    init(_ asset: SimulatedAsset, seed: UInt64, index: Int, listing: SimulatedListing?) {
        self.asset = asset
        self.seed = seed
        self.listing = listing
        random = SimulatorRandom(seed: seed, purpose: 2, index: Int64(index))
        close = Int64(asset.anchorPrice * (0.5 + random.unit()) * asset.ticks)
    }

    /// The next day.
    ///
    /// - Returns: The day, or nil before the symbol is listed.
    mutating func next(_ day: UTCDay, _ climate: SimulatedClimate) -> SimulatedDay? {
        let own = asset.ownVolatility * random.normal()
        let price = Double(close)
        let anchor = asset.anchorPrice * asset.ticks
        // A weak pull towards the anchor keeps a price within reason over many years.
        let pull = -0.0025 * (price - anchor) / (price + anchor)
        let move = min(0.3, max(-0.3, asset.beta * climate.move + own + pull))
        let spread = price * (asset.beta * climate.volatility + asset.ownVolatility)
        let opened = close
        close = max(20, Int64((price * (1 + move)).rounded()))
        let above = Int64((spread * 0.55 * abs(random.normal())).rounded())
        let below = Int64((spread * 0.55 * abs(random.normal())).rounded())
        let high = max(opened, close) + 1 + above
        let low = max(1, min(opened, close) - 1 - min(below, min(opened, close) / 2))
        let activity = 0.45 + 9 * (Double(high - low) / price) + 0.35 * random.unit()
        let takerShare = 0.5 + 0.03 * random.normal() + (close > opened ? 0.01 : -0.01)
        var firstMinute = 0
        if let listing {
            if day < listing.day { return nil }
            if day == listing.day { firstMinute = listing.minute }
        }
        let outage = SimulatedOutage.minutes(of: day, seed: seed) ?? 0..<0
        let down = outage.clamped(to: firstMinute..<1440)
        let count = 1440 - firstMinute - down.count
        let quote =
            asset.turnover * SimulatedClimate.weekdayVolume[day.weekday] * activity
            * Double(count) / 1440
        let lots = Int64(quote / (price / asset.ticks) * asset.lots)
        return SimulatedDay(
            day: day, firstMinute: firstMinute, outage: outage, open: opened, high: high, low: low,
            close: close,
            lots: lots + Int64(count * SimulatedMinutes.leastLots), takerShare: takerShare,
            trades: Int64(quote / 1200) + Int64(count * SimulatedTrades.perMinute))
    }
}

/// When a symbol is first traded.
struct SimulatedListing: Hashable, Sendable {
    let day: UTCDay
    /// The first minute of that day with trading, counted from midnight.
    let minute: Int

    /// The listing of the last symbol of a market: some day of the second half of 2023, in the middle of the day.
    init(seed: UInt64) {
        var random = SimulatorRandom(seed: seed, purpose: 4)
        day = (UTCDay(year: 2023, month: 7, day: 1) ?? UTCDay(19_539)).advanced(by: random.below(120))
        minute = 360 + random.below(600)
    }
}

/// When the whole exchange is down: no symbol has a minute then.
enum SimulatedOutage {
    /// The minutes of a day that are missing, or nil if none are.
    ///
    /// There is one outage in every five days, counted from 1970; it touches neither end of a day.
    static func minutes(of day: UTCDay, seed: UInt64) -> Range<Int>? {
        let block = Int64(day.number) / 5
        var random = SimulatorRandom(seed: seed, purpose: 3, index: block)
        let chosen = random.below(5)
        let start = 120 + random.below(1080)
        let length = 15 + random.below(85)
        return Int64(day.number) % 5 == Int64(chosen) ? start..<start + length : nil
    }
}
