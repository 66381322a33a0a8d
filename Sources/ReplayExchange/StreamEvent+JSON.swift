import Candles

extension StreamEvent {
    /// The message as a client receives it.
    ///
    /// - Parameters:
    ///   - isCombined: Whether the message is wrapped with the name of its stream.
    ///   - unit: The unit of its times.
    /// - Returns: JSON text.
    func json(isCombined: Bool, unit: TimeUnit) -> [UInt8] {
        var json = JSONText()
        if isCombined {
            json.raw("{\"stream\":")
            json.string(name.text)
            json.raw(",\"data\":")
        }
        switch (content, name) {
        case (.kline(let row, let isClosed), .kline(let key)): writeKline(row, isClosed, key, unit, &json)
        case (.ticker(let window), .miniTicker): writeMiniTicker(window, unit, &json)
        case (.ticker(let window), _): writeTicker(window, unit, &json)
        case (.trade(let trade), .aggregateTrade(let symbol)): writeTrade(trade, symbol, unit, &json)
        default: preconditionFailure("a stream must carry its own kind of message, was \(name)")
        }
        if isCombined { json.raw("}") }
        return json.bytes
    }

    private func begin(_ event: String, _ symbol: Symbol, _ unit: TimeUnit, _ json: inout JSONText) {
        json.raw("{\"e\":\"\(event)\",\"E\":")
        json.number(unit.number(time.milliseconds))
        json.raw(",\"s\":")
        json.string(symbol.name)
    }

    private func writeKline(
        _ row: CandleRow, _ isClosed: Bool, _ key: SeriesKey, _ unit: TimeUnit, _ json: inout JSONText
    ) {
        begin("kline", key.symbol, unit, &json)
        json.raw(",\"k\":{\"t\":")
        json.number(unit.number(row.openTime))
        json.raw(",\"T\":")
        json.number(unit.last(before: row.closeTime))
        json.raw(",\"s\":")
        json.string(key.symbol.name)
        // Candles do not know the numbers of their trades: 0, or -1 where there was no trade, as on the exchange.
        let trade = row.trades == 0 ? "-1" : "0"
        json.raw(",\"i\":\"\(key.interval.rawValue)\",\"f\":\(trade),\"L\":\(trade)")
        json.field("o", row.open)
        json.field("c", row.close)
        json.field("h", row.high)
        json.field("l", row.low)
        json.field("v", row.baseVolume)
        json.raw(",\"n\":")
        json.number(row.trades)
        json.raw(isClosed ? ",\"x\":true" : ",\"x\":false")
        json.field("q", row.quoteVolume)
        json.field("V", row.takerBaseVolume)
        json.field("Q", row.takerQuoteVolume)
        json.raw(",\"B\":\"0\"}}")
    }

    private func writeMiniTicker(_ window: TickerWindow, _ unit: TimeUnit, _ json: inout JSONText) {
        begin("24hrMiniTicker", window.symbol, unit, &json)
        json.field("c", window.last)
        json.field("o", window.open)
        json.field("h", window.high)
        json.field("l", window.low)
        json.field("v", window.baseVolume)
        json.field("q", window.quoteVolume)
        json.raw("}")
    }

    private func writeTicker(_ window: TickerWindow, _ unit: TimeUnit, _ json: inout JSONText) {
        begin("24hrTicker", window.symbol, unit, &json)
        json.raw(",\"p\":")
        json.rounded(window.change, decimals: 8)
        json.raw(",\"P\":")
        json.rounded(window.changePercent, decimals: 3)
        json.raw(",\"w\":")
        json.rounded(window.average, decimals: 8)
        json.field("x", window.previousClose)
        json.field("c", window.last)
        for unknown in ["Q", "b", "B", "a", "A"] { json.field(unknown, 0) }
        json.field("o", window.open)
        json.field("h", window.high)
        json.field("l", window.low)
        json.field("v", window.baseVolume)
        json.field("q", window.quoteVolume)
        json.raw(",\"O\":")
        json.number(unit.number(window.start.milliseconds))
        json.raw(",\"C\":")
        json.number(unit.number(window.end.milliseconds))
        json.raw(",\"F\":0,\"L\":0,\"n\":")
        json.number(window.trades)
        json.raw("}")
    }

    private func writeTrade(
        _ trade: AggregateTrade, _ symbol: Symbol, _ unit: TimeUnit, _ json: inout JSONText
    ) {
        begin("aggTrade", symbol, unit, &json)
        json.raw(",")
        json.tradeFields(trade, unit)
        json.raw("}")
    }
}

extension JSONText {
    /// Writes a further member whose value is a price or volume.
    mutating func field(_ name: String, _ value: Double) {
        raw(",\"\(name)\":")
        decimal(value)
    }

    /// Writes the members of an aggregate trade, without braces.
    mutating func tradeFields(_ trade: AggregateTrade, _ unit: TimeUnit) {
        raw("\"a\":")
        number(trade.id)
        field("p", trade.price)
        field("q", trade.quantity)
        raw(",\"f\":")
        number(trade.firstTrade)
        raw(",\"l\":")
        number(trade.lastTrade)
        raw(",\"T\":")
        number(unit.number(trade.time))
        raw(",\"m\":\(trade.isBuyerMaker),\"M\":true")
    }
}
