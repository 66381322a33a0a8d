import Candles
import TestSupport

/// Seeded candles for property tests.
enum Samples {
    /// A valid candle version with few distinct values, so that ties in the join happen often.
    static func version(at openTime: OpenTime, using random: inout SeededGenerator) throws -> CandleVersion {
        let prices = (0..<4).map { _ in Double(Int.random(in: 1...4, using: &random)) }
        let sorted = prices.sorted()
        let values = try CandleValues(
            open: prices[0], high: sorted[3], low: sorted[0], close: prices[1],
            closeTime: openTime + (Bool.random(using: &random) ? 60_000 : 30_000),
            baseVolume: maybe(&random), quoteVolume: maybe(&random),
            trades: Bool.random(using: &random) ? Int64.random(in: 0...2, using: &random) : nil,
            takerBaseVolume: maybe(&random), takerQuoteVolume: maybe(&random))
        guard Bool.random(using: &random) else {
            return CandleVersion(OpenCandle(openTime: openTime, values: values))
        }
        let source = Vintage.Closed.allCases.randomElement(using: &random) ?? .rest
        return CandleVersion(ClosedCandle(openTime: openTime, values: values), from: source)
    }

    /// A candle whose four prices are one.
    static func flat(
        at openTime: OpenTime, price: Double = 1, length: Int64 = 60_000, volume: Double? = 1,
        trades: Int64? = 1,
        from source: Vintage.Closed = .rest
    ) throws -> CandleVersion {
        let values = try CandleValues(
            open: price, high: price, low: price, close: price, closeTime: openTime + length,
            baseVolume: volume,
            quoteVolume: volume, trades: trades, takerBaseVolume: volume, takerQuoteVolume: volume)
        return CandleVersion(ClosedCandle(openTime: openTime, values: values), from: source)
    }

    private static func maybe(_ random: inout SeededGenerator) -> Double? {
        Bool.random(using: &random) ? Double(Int.random(in: 0...2, using: &random)) : nil
    }
}
