import Candles

extension BinanceClient {
    /// How much every symbol was traded over the last 24 hours, the most first.
    ///
    /// The figures of all symbols cost much weight (80), so one question is made for all of them. Symbols of
    /// equal volume come in the order of their names.
    ///
    /// - Parameter quote: Only symbols that are paid with this asset, such as `USDT`; nil means all.
    /// - Returns: The symbols that are traded now, by descending quote volume. Volumes in different assets
    ///   cannot be compared, so without `quote` only the order inside one asset means something.
    /// - Throws: ``BinanceError``.
    public func tickers(quote: String?) async throws(BinanceError) -> [SymbolVolume] {
        let infos = try await symbols([])
        let wanted = Set(
            infos.lazy.filter { $0.isTrading && (quote == nil || $0.quoteAsset == quote) }.map(\.symbol))
        guard !wanted.isEmpty else { return [] }
        let volumes = try await ask("/api/v3/ticker/24hr", [("type", "MINI")], weight: 80) {
            answer throws(AnswerFault) in
            try SymbolVolume.list(json: answer.body)
        }
        return volumes.filter { wanted.contains($0.symbol) }.sorted { left, right in
            left.quoteVolume == right.quoteVolume
                ? left.symbol < right.symbol : left.quoteVolume > right.quoteVolume
        }
    }
}
