import Candles

extension KlineQuery {
    /// Reads a query from the parameters of a request.
    ///
    /// - Throws: ``Refusal`` as the exchange would.
    init(_ parameters: inout QueryParameters, in market: Market) throws(Refusal) {
        let symbol = try parameters.symbol(in: market)
        guard let text = try parameters.text("interval") else { throw .missing("interval") }
        guard let interval = Interval(rawValue: text) else { throw .invalidInterval }
        key = SeriesKey(symbol, interval)
        start = try parameters.time("startTime", roundsUp: true)
        end = try parameters.time("endTime", roundsUp: false)
        limit = try parameters.limit()
        if let zone = try parameters.text("timeZone") {
            // Only zones in which the candles are the same ones: others would have to be made from smaller candles.
            guard let minutes = Self.minutes(ofZone: zone), (-720...840).contains(minutes),
                minutes == 0 || interval.dividesDay && minutes * 60_000 % (interval.milliseconds ?? 1) == 0
            else { throw .invalid("timeZone") }
        }
    }

    /// The minutes of a time zone such as `8`, `-1:00` or `05:45`, or nil.
    private static func minutes(ofZone text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let unsigned = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...2).contains(parts[0].utf8.count),
            parts.allSatisfy({ part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hours = Int64(parts[0])
        else { return nil }
        var minutes: Int64 = 0
        if parts.count == 2 {
            guard parts[1].utf8.count == 2, let value = Int64(parts[1]), value < 60 else { return nil }
            minutes = value
        }
        let total = hours * 60 + minutes
        return isNegative ? -total : total
    }

    /// Rows as the exchange writes them: an array of arrays of twelve.
    ///
    /// - Complexity: O(rows).
    static func json(_ rows: [CandleRow], _ unit: TimeUnit) -> [UInt8] {
        var json = JSONText()
        json.raw("[")
        for (index, row) in rows.enumerated() {
            json.raw(index > 0 ? ",[" : "[")
            json.number(unit.number(row.openTime))
            for price in [row.open, row.high, row.low, row.close, row.baseVolume] {
                json.raw(",")
                json.decimal(price)
            }
            json.raw(",")
            json.number(unit.last(before: row.closeTime))
            json.raw(",")
            json.decimal(row.quoteVolume)
            json.raw(",")
            json.number(row.trades)
            json.raw(",")
            json.decimal(row.takerBaseVolume)
            json.raw(",")
            json.decimal(row.takerQuoteVolume)
            json.raw(",\"0\"]")
        }
        json.raw("]")
        return json.bytes
    }
}
