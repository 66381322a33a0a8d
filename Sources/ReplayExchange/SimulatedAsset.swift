/// One of the symbols that the simulator can make, and what its market is like.
///
/// Prices are whole numbers of ticks and volumes whole numbers of lots, so that sums are exact.
struct SimulatedAsset: Hashable, Sendable {
    let symbol: String
    /// The price around which it wanders over the years, in the quote asset.
    let anchorPrice: Double
    /// Decimals of a price.
    let priceDecimals: Int
    /// Decimals of a volume; with those of a price at most eight.
    let volumeDecimals: Int
    /// How much of the common move of the market it follows.
    let beta: Double
    /// The standard deviation of its own daily move.
    let ownVolatility: Double
    /// The quote volume of an ordinary day.
    let turnover: Double

    /// Every symbol that can be simulated; a market of *n* symbols has the first *n*.
    static let all: [SimulatedAsset] = [
        SimulatedAsset("BTCUSDT", 42_000, 2, 5, beta: 1.0, own: 0.008, turnover: 1.6e9),
        SimulatedAsset("ETHUSDT", 2400, 2, 4, beta: 1.2, own: 0.013, turnover: 9e8),
        SimulatedAsset("BNBUSDT", 380, 2, 3, beta: 0.9, own: 0.014, turnover: 2.2e8),
        SimulatedAsset("SOLUSDT", 95, 2, 3, beta: 1.5, own: 0.024, turnover: 4e8),
        SimulatedAsset("XRPUSDT", 0.65, 4, 0, beta: 1.1, own: 0.02, turnover: 3e8),
        SimulatedAsset("ADAUSDT", 0.55, 4, 1, beta: 1.2, own: 0.019, turnover: 9e7),
        SimulatedAsset("DOGEUSDT", 0.13, 5, 0, beta: 1.3, own: 0.025, turnover: 2e8),
        SimulatedAsset("LTCUSDT", 95, 2, 3, beta: 1.0, own: 0.016, turnover: 6e7),
        SimulatedAsset("LINKUSDT", 14, 2, 2, beta: 1.2, own: 0.02, turnover: 7e7),
        SimulatedAsset("DOTUSDT", 7.5, 3, 2, beta: 1.2, own: 0.019, turnover: 4e7),
        SimulatedAsset("AVAXUSDT", 32, 2, 2, beta: 1.4, own: 0.024, turnover: 6e7),
        SimulatedAsset("TRXUSDT", 0.12, 5, 1, beta: 0.6, own: 0.015, turnover: 5e7),
    ]

    private init(
        _ symbol: String, _ anchorPrice: Double, _ priceDecimals: Int, _ volumeDecimals: Int, beta: Double,
        own: Double, turnover: Double
    ) {
        self.symbol = symbol
        self.anchorPrice = anchorPrice
        self.priceDecimals = priceDecimals
        self.volumeDecimals = volumeDecimals
        self.beta = beta
        ownVolatility = own
        self.turnover = turnover
    }

    /// Ticks in one unit of the quote asset.
    var ticks: Double { Self.power(priceDecimals) }
    /// Lots in one unit of the base asset.
    var lots: Double { Self.power(volumeDecimals) }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { result, _ in result * 10 }
    }
}
