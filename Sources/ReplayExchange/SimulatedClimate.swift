import Candles

/// The common move of the simulated market: regimes that last for months, and volatility that comes in waves.
///
/// It is walked day by day from a fixed date, so the weather of a day depends on the seed alone.
struct SimulatedClimate: Sendable {
    /// Which way the market goes.
    enum Regime: CaseIterable, Sendable {
        case bull
        case bear
        case sideways

        /// The mean daily move.
        var drift: Double {
            switch self {
            case .bull: 0.0028
            case .bear: -0.0026
            case .sideways: 0
            }
        }

        /// The volatility that the waves return to, as a daily standard deviation.
        var volatility: Double {
            switch self {
            case .bull: 0.024
            case .bear: 0.029
            case .sideways: 0.014
            }
        }
    }

    /// The regime of the day.
    private(set) var regime = Regime.sideways
    /// The standard deviation of the day's move.
    private(set) var volatility = 0.02
    /// The move of the day, as a fraction of the price.
    private(set) var move = 0.0
    private var daysLeft = 0
    private var random: SimulatorRandom

    /// The first day of every simulated history, seen or not.
    static let origin = UTCDay(year: 2017, month: 1, day: 1) ?? UTCDay(17_167)

    /// The climate before its first day.
    init(seed: UInt64) {
        random = SimulatorRandom(seed: seed, purpose: 1)
    }

    /// Moves on to the next day.
    mutating func advance(to day: UTCDay) {
        if daysLeft == 0 {
            let others = Regime.allCases.filter { $0 != regime }
            regime = others[random.below(others.count)]
            daysLeft = 45 + random.below(150)
        }
        daysLeft -= 1
        // A big move raises the volatility of the days after it, which then sinks back (as in a GARCH(1,1)).
        let variance =
            0.08 * regime.volatility * regime.volatility + 0.14 * move * move + 0.78 * volatility * volatility
        volatility = min(0.09, max(0.006, variance.squareRoot()))
        move =
            regime.drift + Self.weekdayDrift[day.weekday] + volatility * Self.weekdayVolatility[day.weekday]
            * shock()
    }

    /// A normal number, now and then three times as large: returns have heavy tails.
    private mutating func shock() -> Double {
        let size = random.unit() < 0.02 ? 2.5 : 1.0
        return random.normal() * size
    }

    /// Monday to Sunday: a small rhythm of prices that a weekly season can find.
    private static let weekdayDrift: [Double] = [0.0014, 0.0004, 0.0006, -0.0012, 0.0002, -0.0004, -0.001]
    /// Monday to Sunday: weekends are calm.
    private static let weekdayVolatility: [Double] = [1.1, 1.05, 1.05, 1.05, 1.0, 0.7, 0.75]
    /// Monday to Sunday: the share of an ordinary day's volume.
    static let weekdayVolume: [Double] = [1.05, 1.1, 1.15, 1.1, 1.05, 0.72, 0.68]
}
