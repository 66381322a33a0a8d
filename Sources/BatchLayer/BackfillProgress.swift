public import Candles

/// Where the fetching of one series stands: told an answer, it says what to write and what to ask next.
///
/// The exchange answers with the oldest candles of a range, a page at a time. A full page answers for the
/// time up to its last candle; a page that is not full, an empty one too, answers for the whole range asked
/// for.
public struct BackfillProgress: Hashable, Sendable {
    /// What is carried out.
    public let plan: BackfillPlan
    /// The exchange's time that answers are dated by: no slot that ended later is answered for.
    public let now: OpenTime
    /// The closed candles received.
    public private(set) var fetched = 0
    /// The answers received.
    public private(set) var requests = 0

    private var step = 0
    private var cursor: OpenTime

    /// What an answer adds to the store.
    public struct Addition: Hashable, Sendable {
        /// The candles of the answer.
        public let versions: [CandleVersion]
        /// What the exchange has answered for; nil where no slot of it had ended.
        public let answer: Coverage.Answer?
    }

    /// The start of a plan.
    public init(_ plan: BackfillPlan, now: OpenTime) {
        self.plan = plan
        self.now = now
        cursor = plan.steps.first?.range.start ?? plan.range.start
    }

    /// The next question, or nil when all is fetched.
    public var next: KlineQuery? {
        guard step < plan.steps.count else { return nil }
        let end = plan.steps[step].range.end
        let left = plan.key.interval.slotCount(in: TimeRange(plan.key.interval.slot(containing: cursor), end))
        return KlineQuery(
            plan.key, from: cursor, to: end - 1, limit: min(plan.pageLimit, max(1, left) + 1), now: now)
    }

    /// Takes in the answer to ``next``.
    ///
    /// - Parameters:
    ///   - closed: The closed candles of the answer, oldest first.
    ///   - running: The running candle, if the answer has it.
    /// - Returns: What to write, both parts in one transaction.
    /// - Throws: ``BatchError/unexpectedCandle(_:_:asked:)`` for candles that were not asked for or are out
    ///   of order. Nothing is taken in then.
    /// - Complexity: O(candles).
    public mutating func receive(
        closed: [ClosedCandle], running: OpenCandle?
    ) throws(BatchError) -> Addition {
        precondition(step < plan.steps.count, "an answer must belong to a question, but all is fetched")
        guard let query = next else { return Addition(versions: [], answer: nil) }
        let interval = plan.key.interval
        let end = plan.steps[step].range.end
        let asked = TimeRange(cursor, end)
        let times = closed.map(\.openTime) + (running.map { [$0.openTime] } ?? [])
        var floor = cursor
        for time in times {
            guard time >= floor, time < end else { throw .unexpectedCandle(plan.key, time, asked: asked) }
            floor = time + 1
        }
        let versions =
            closed.map { CandleVersion($0, from: .rest) } + (running.map { [CandleVersion($0)] } ?? [])
        fetched += closed.count
        requests += 1
        let isFull = times.count >= query.limit
        if isFull, let last = times.last, interval.slot(after: last) < end {
            cursor = last + 1
        } else {
            cursor = end
        }
        // A slot that has not ended at the exchange cannot be answered for.
        let answered = TimeRange(asked.start, min(cursor, interval.slot(containing: now)))
        if cursor == end {
            step += 1
            if step < plan.steps.count { cursor = plan.steps[step].range.start }
        }
        return Addition(
            versions: versions,
            answer: answered.isEmpty ? nil : Coverage.Answer(range: answered, answeredAt: now))
    }
}
