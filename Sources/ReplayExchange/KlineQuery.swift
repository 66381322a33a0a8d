import Candles

/// What a client asks of `klines`: a series, a range of open times and how many rows.
struct KlineQuery: Hashable, Sendable {
    /// The number of rows that an answer has at most.
    static let rowLimit = 1000
    /// The number of rows where the client names none.
    static let defaultLimit = 500

    let key: SeriesKey
    /// The first open time wanted, inclusive.
    let start: OpenTime?
    /// The last open time wanted, inclusive.
    let end: OpenTime?
    /// 1 to ``rowLimit``.
    let limit: Int

    /// The rows of a table that answer the query, oldest first.
    ///
    /// With a start the oldest rows from there, without one the newest up to the end. A candle is there from its
    /// open time on, so the last row may be the running one.
    ///
    /// - Complexity: O(log *n*).
    func indices(in table: CandleTable, at now: OpenTime) -> Range<Int> {
        let started = table.countOpened(through: now)
        let upper = min(started, end.map { table.countOpened(through: $0) } ?? started)
        let lower = min(upper, start.map { table.countOpened(before: $0) } ?? 0)
        return start == nil
            ? max(lower, upper - limit)..<upper
            : lower..<min(upper, lower + limit)
    }
}
