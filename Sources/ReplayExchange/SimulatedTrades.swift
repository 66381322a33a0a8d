import Candles

/// The aggregate trades of simulated minutes: eight in a minute, made when they are asked for.
///
/// They begin at the minute's open, pass its high and its low, end at its close, and add up to its base volume and
/// its number of trades.
struct SimulatedTrades: Sendable {
    /// The number of aggregate trades in a minute.
    static let perMinute = 8

    private let minutes: CandleTable
    private let priceTicks: Double
    private let lots: Double
    /// Trades before each minute.
    private let before: [Int64]

    /// The trades of some minutes.
    init(_ minutes: CandleTable, asset: SimulatedAsset) {
        self.minutes = minutes
        priceTicks = asset.ticks
        lots = asset.lots
        var sum: Int64 = 0
        before = minutes.trades.map { count in
            defer { sum += count }
            return sum
        }
    }

    /// The number of aggregate trades.
    var count: Int { minutes.count * Self.perMinute }

    /// The trade at an index.
    subscript(index: Int) -> AggregateTrade {
        let (row, position) = index.quotientAndRemainder(dividingBy: Self.perMinute)
        let last = Self.perMinute - 1
        let risesFirst = minutes.openTimes[row] / 60_000 % 2 == 0
        let turns =
            risesFirst ? (minutes.highs[row], minutes.lows[row]) : (minutes.lows[row], minutes.highs[row])
        let price: Double =
            switch position {
            case 0: minutes.opens[row]
            case 1: middle(minutes.opens[row], turns.0)
            case 2: turns.0
            case 3, 4: middle(turns.0, turns.1)
            case 5: turns.1
            case 6: middle(turns.1, minutes.closes[row])
            default: minutes.closes[row]
            }
        let whole = Int64((minutes.baseVolumes[row] * lots).rounded())
        let pieces = Int64(Self.perMinute)
        let lot = whole * Int64(position + 1) / pieces - whole * Int64(position) / pieces
        let trades = minutes.trades[row]
        return AggregateTrade(
            id: Int64(index), price: price, quantity: Double(lot) / lots,
            firstTrade: before[row] + trades * Int64(position) / pieces,
            lastTrade: before[row] + trades * Int64(position + 1) / pieces - 1,
            time: minutes.openTimes[row] + 500 + Int64(position) * 58_500 / Int64(last),
            isBuyerMaker: (row &* 31 &+ position) % 3 == 0)
    }

    private func middle(_ left: Double, _ right: Double) -> Double {
        ((left + right) / 2 * priceTicks).rounded() / priceTicks
    }
}
