public import Candles

/// The candles of one answer of the klines interface, closed and running ones apart.
public struct KlinePage: Hashable, Sendable {
    /// The closed candles, by strictly ascending open time.
    public let closed: [ClosedCandle]
    /// The candle whose close time is after the "now" that was given; always later than the closed ones.
    public let running: OpenCandle?

    /// A page of known candles.
    public init(closed: [ClosedCandle], running: OpenCandle?) {
        self.closed = closed
        self.running = running
    }

    /// What a page is asked for.
    struct Question: Hashable, Sendable {
        let key: SeriesKey
        let from: OpenTime?
        let to: OpenTime?
        let limit: Int
        let now: OpenTime

        /// Whether there is any time in it.
        var isOpen: Bool { to.map { (from ?? $0) <= $0 } ?? true }
    }

    /// Checks the rows of an answer against the question.
    ///
    /// - Throws: ``AnswerFault/bad(_:)`` as ``Question/sort(_:closed:)``.
    /// - Complexity: O(rows).
    init(rows: [KlineRow], question: Question) throws(AnswerFault) {
        var closed: [ClosedCandle] = []
        closed.reserveCapacity(rows.count)
        running = try question.sort(rows) {
            closed.append(ClosedCandle(openTime: $0.openTime, values: $0.values))
        }
        self.closed = closed
    }
}

extension KlinePage.Question {
    /// Checks the rows of an answer, and tells the closed candles from the running one.
    ///
    /// A repeated row is refused even if it says the same: with it dropped, a full page would look like the last.
    ///
    /// - Parameters:
    ///   - rows: The rows in the order of the answer.
    ///   - closed: Called with every closed candle, in order.
    /// - Returns: The running candle, if there is one.
    /// - Throws: ``AnswerFault/bad(_:)`` for rows out of order, outside the question, longer than the
    ///   interval, that contradict each other, or that run although another follows.
    /// - Complexity: O(rows).
    func sort(_ rows: [KlineRow], closed: (KlineRow) -> Void) throws(AnswerFault) -> OpenCandle? {
        guard rows.count <= limit else {
            throw .bad("it has \(rows.count) rows where at most \(limit) were asked for")
        }
        var running: OpenCandle?
        var last: KlineRow?
        let longest = key.interval.milliseconds ?? 31 * UTCDay.milliseconds
        for (index, row) in rows.enumerated() {
            func bad(_ what: String) -> AnswerFault { .bad("row \(index + 1), \(row.openTime): \(what)") }
            if let last, row.openTime <= last.openTime {
                guard row != last else { throw bad("it repeats the row before it") }
                throw bad(
                    row.openTime == last.openTime
                        ? "it contradicts the row before it" : "it follows the later \(last.openTime)")
            }
            if let from, row.openTime < from { throw bad("it is before the asked \(from)") }
            if let to, row.openTime > to { throw bad("it is after the asked \(to)") }
            guard row.values.closeTime - row.openTime <= longest else {
                throw bad("it ends at \(row.values.closeTime), later than a candle of \(key.interval)")
            }
            guard running == nil else { throw bad("it follows a candle that is still running") }
            if row.values.closeTime > now {
                running = OpenCandle(openTime: row.openTime, values: row.values)
            } else {
                closed(row)
            }
            last = row
        }
        return running
    }
}
