import Candles

extension JSONText {
    /// Writes the figures of 24 hours as `ticker/24hr` does.
    ///
    /// - Parameters:
    ///   - window: The figures.
    ///   - isMini: Whether only the fields of the type `MINI` are written.
    ///   - unit: The unit of times.
    mutating func ticker(_ window: TickerWindow, isMini: Bool, _ unit: TimeUnit) {
        raw("{\"symbol\":")
        string(window.symbol.name)
        if !isMini {
            raw(",\"priceChange\":")
            rounded(window.change, decimals: 8)
            raw(",\"priceChangePercent\":")
            rounded(window.changePercent, decimals: 3)
            raw(",\"weightedAvgPrice\":")
            rounded(window.average, decimals: 8)
            field("prevClosePrice", window.previousClose)
            field("lastPrice", window.last)
            for unknown in ["lastQty", "bidPrice", "bidQty", "askPrice", "askQty"] { field(unknown, 0) }
        }
        field("openPrice", window.open)
        field("highPrice", window.high)
        field("lowPrice", window.low)
        if isMini { field("lastPrice", window.last) }
        field("volume", window.baseVolume)
        field("quoteVolume", window.quoteVolume)
        raw(",\"openTime\":")
        number(unit.number(window.start.milliseconds))
        raw(",\"closeTime\":")
        number(unit.number(window.end.milliseconds))
        raw(",\"firstId\":0,\"lastId\":0,\"count\":")
        number(window.trades)
        raw("}")
    }
}
