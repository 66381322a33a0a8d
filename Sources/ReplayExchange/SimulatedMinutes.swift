import Candles

/// Makes the minutes of a day, whose roll-up is the day exactly.
///
/// A random walk between open and close is stretched, above the higher and below the lower of the two, until its
/// extremes are the day's; volumes are shares of the day's that add up to it as whole numbers of lots.
struct SimulatedMinutes: Sendable {
    /// The lots that every minute trades at least.
    static let leastLots = 8

    private let asset: SimulatedAsset
    private let seed: UInt64
    private let index: Int64

    /// A maker of minutes of one symbol.
    init(_ asset: SimulatedAsset, seed: UInt64, index: Int) {
        self.asset = asset
        self.seed = seed
        self.index = Int64(index)
    }

    /// A minute in ticks and lots.
    struct Minute {
        var openTime: Int64
        var open: Int64
        var high: Int64
        var low: Int64
        var close: Int64
        var lots: Int64 = 0
        var takerLots: Int64 = 0
        var trades: Int64 = 0
    }

    /// The minutes of a day, in order.
    ///
    /// - Complexity: O(minutes).
    func minutes(of day: SimulatedDay) -> [Minute] {
        var random = SimulatorRandom(
            seed: seed, purpose: 5, index: index &* 1_000_003 &+ Int64(day.day.number))
        var minutes = prices(of: day, &random)
        addVolumes(of: day, to: &minutes, &random)
        return minutes
    }

    private func prices(of day: SimulatedDay, _ random: inout SimulatorRandom) -> [Minute] {
        let count = day.minutes.count
        let high = Double(day.high)
        let low = Double(day.low)
        let upper = Double(max(day.open, day.close))
        let lower = Double(min(day.open, day.close))
        let step = max(0.2, (high - low) / 45)
        var walk = [0.0]
        walk.reserveCapacity(count + 1)
        for minute in day.minutes {
            walk.append(walk[walk.count - 1] + step * random.normal() * Self.rhythm[minute / 60])
        }
        let slope = (Double(day.close - day.open) - walk[count]) / Double(count)
        let first = Double(day.open)
        var points: [(open: Double, high: Double, low: Double, close: Double)] = []
        points.reserveCapacity(count)
        var top = upper
        var bottom = lower
        for index in 0..<count {
            let open = first + walk[index] + slope * Double(index)
            let close = first + walk[index + 1] + slope * Double(index + 1)
            let wicks = random.next()
            let highest = max(open, close) + step * (0.02 + Double(wicks & 0xFFFF) * (0.9 / 65_536))
            let lowest = min(open, close) - step * (0.02 + Double(wicks >> 16 & 0xFFFF) * (0.9 / 65_536))
            if highest > top { top = highest }
            if lowest < bottom { bottom = lowest }
            points.append((open, highest, lowest, close))
        }
        // Both factors map the extremes of the walk to those of the day; order among prices is kept.
        let above = (high - upper) / (top - upper)
        let below = (lower - low) / (lower - bottom)
        func fit(_ price: Double) -> Int64 {
            let fitted: Double
            if price > upper {
                fitted = upper + (price - upper) * above
            } else if price < lower {
                fitted = lower - (lower - price) * below
            } else {
                fitted = price
            }
            return Int64(fitted + 0.5)
        }
        let start = day.day.start.milliseconds
        return zip(day.minutes, points).map { minute, point in
            Minute(
                openTime: start + Int64(minute) * 60_000, open: fit(point.open), high: fit(point.high),
                low: fit(point.low), close: fit(point.close))
        }
    }

    private func addVolumes(
        of day: SimulatedDay, to minutes: inout [Minute], _ random: inout SimulatorRandom
    ) {
        let count = minutes.count
        var sums: [Double] = [0]
        sums.reserveCapacity(count + 1)
        for minute in day.minutes {
            let weight = Self.rhythm[minute / 60] * (0.3 + random.unit() + 2 * (random.unit() < 0.03 ? 1 : 0))
            sums.append(sums[sums.count - 1] + weight)
        }
        let spareLots = day.lots - Int64(count * Self.leastLots)
        let spareTrades = day.trades - Int64(count * SimulatedTrades.perMinute)
        var lots: Int64 = 0
        var taker: Int64 = 0
        var trades: Int64 = 0
        for index in 0..<count {
            let share = index + 1 == count ? 1 : sums[index + 1] / sums[count]
            let lotsNow = Int64(Double(spareLots) * share) + Int64((index + 1) * Self.leastLots)
            let takerNow = Int64(Double(lotsNow) * day.takerShare)
            let tradesNow =
                Int64(Double(spareTrades) * share) + Int64((index + 1) * SimulatedTrades.perMinute)
            minutes[index].lots = lotsNow - lots
            minutes[index].takerLots = min(takerNow - taker, lotsNow - lots)
            minutes[index].trades = tradesNow - trades
            lots = lotsNow
            taker = takerNow
            trades = tradesNow
        }
    }

    /// How busy each hour of the day is, in UTC: quiet at night, busy while Europe and America are both awake.
    private static let rhythm: [Double] = [
        1.0, 0.9, 0.85, 0.75, 0.7, 0.7, 0.75, 0.9, 1.05, 1.0, 0.95, 0.95,
        1.1, 1.35, 1.7, 1.6, 1.4, 1.25, 1.1, 1.05, 1.05, 1.0, 0.9, 0.9,
    ]
}
