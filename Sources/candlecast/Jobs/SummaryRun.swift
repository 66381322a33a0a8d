import Candles
import ServingLayer

/// Makes the summaries of some symbols from the store, reading the daily rows and the index of the candles.
struct SummaryRun: Sendable {
    let store: CandleStore

    /// The summaries, in the order of the symbols.
    ///
    /// - Parameters:
    ///   - symbols: Symbols that are held.
    ///   - interval: The interval whose candles are counted; nil for the smallest that is held.
    /// - Returns: One summary for each symbol.
    /// - Throws: ``ProgramError/noInput(_:remedy:)`` if a symbol has no candles of the interval.
    func summaries(of symbols: [Symbol], interval: Interval?) async throws -> [MarketSummary] {
        var summaries: [MarketSummary] = []
        let keys = try await store.keys()
        for symbol in symbols {
            let held = keys.filter { $0.symbol == symbol }
            guard let key = held.filter({ interval == nil || $0.interval == interval }).min() else {
                let intervals = held.map(\.interval.rawValue).joined(separator: ", ")
                throw ProgramError.noInput(
                    "no \(interval?.rawValue ?? "") candles of \(symbol) are held, only \(intervals).",
                    remedy: "Name one of these with --interval, or fetch others with `candlecast backfill`.")
            }
            let ranges = try await store.heldRanges(key).ranges
            summaries.append(
                MarketSummary(
                    symbol: symbol, days: try await store.daily(symbol), interval: key.interval, held: ranges)
            )
        }
        return summaries
    }
}
