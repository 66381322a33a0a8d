import Candles
import ServingLayer

extension CandleStore {
    /// The exchange's time up to which some symbols are known: when it was last asked, or a run ended.
    ///
    /// - Returns: The time, or the end of the last served day if nothing was ever asked, as with imported candles.
    func asOf(_ symbols: [Symbol]) async throws -> OpenTime {
        var latest = try await runs(latest: 1).first.map { $0.finished ?? $0.started }
        for key in try await keys() where symbols.contains(key.symbol) {
            for answer in try await coverage(key).answers {
                latest = max(latest ?? answer.answeredAt, answer.answeredAt)
            }
        }
        if let latest { return latest }
        var end = OpenTime(milliseconds: 0)
        for symbol in symbols { end = max(end, try await daily(symbol).last?.day.end ?? end) }
        return end
    }
}
