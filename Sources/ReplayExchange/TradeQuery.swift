import Candles

/// What a client asks of `aggTrades`.
struct TradeQuery: Hashable, Sendable {
    let symbol: Symbol
    /// The first number wanted, inclusive.
    let fromID: Int64?
    /// The first time wanted, inclusive.
    let start: OpenTime?
    /// The last time wanted, inclusive.
    let end: OpenTime?
    /// 1 to ``KlineQuery/rowLimit``.
    let limit: Int

    /// Reads a query from the parameters of a request.
    ///
    /// - Throws: ``Refusal`` as the exchange would.
    init(_ parameters: inout QueryParameters, in market: Market) throws(Refusal) {
        symbol = try parameters.symbol(in: market)
        fromID = try parameters.number("fromId")
        start = try parameters.time("startTime", roundsUp: true)
        end = try parameters.time("endTime", roundsUp: false)
        limit = try parameters.limit()
        if fromID != nil, start != nil || end != nil {
            throw .combination("'fromId' cannot be sent with 'startTime' or 'endTime'")
        }
    }

    /// The trades of a tape that answer the query, oldest first.
    ///
    /// - Complexity: O(log *n*).
    func indices(in tape: TradeTape, at now: OpenTime) -> Range<Int> {
        let happened = tape.count(through: now)
        let upper = min(happened, end.map { tape.count(through: $0) } ?? happened)
        let first = fromID.map { tape.count(belowID: $0) } ?? start.map { tape.count(through: $0 - 1) }
        guard let first else { return max(0, upper - limit)..<upper }
        let lower = min(first, upper)
        return lower..<min(upper, lower + limit)
    }
}
