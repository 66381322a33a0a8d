/// What the exchange was asked about one series, and so what it is known not to have.
///
/// A range is covered when the exchange has answered for all of it: what it had is held, the rest does not exist.
public struct Coverage: Hashable, Sendable {
    /// The answered ranges, in order of time, not overlapping.
    public private(set) var answers: [Answer]

    /// A range that the exchange answered for, and when.
    public struct Answer: Hashable, Sendable {
        /// The range asked for.
        public let range: TimeRange
        /// The exchange's time at the answer.
        public let answeredAt: OpenTime

        /// An answer for a range.
        public init(range: TimeRange, answeredAt: OpenTime) {
            self.range = range
            self.answeredAt = answeredAt
        }
    }

    /// The coverage of some answers in any order.
    ///
    /// - Complexity: O(*n*) for answers in order of time that do not overlap, as a store keeps them, else O(*n*²).
    public init(_ answers: some Sequence<Answer> = []) {
        self.answers = []
        let given = answers.filter { !$0.range.isEmpty }
        if zip(given, given.dropFirst()).allSatisfy({ $0.range.end <= $1.range.start }) {
            self.answers = Self.melted(given)
        } else {
            for answer in given.sorted(by: { $0.answeredAt < $1.answeredAt }) { add(answer) }
        }
    }

    /// Takes in an answer; where answers overlap, the later one stands.
    ///
    /// Neighbours that were answered at the same time, and older answers once they say nothing of their own, melt
    /// together, so the number of entries stays small.
    ///
    /// - Complexity: O(number of answers).
    public mutating func add(_ answer: Answer) {
        guard !answer.range.isEmpty else { return }
        var result: [Answer] = []
        for held in answers {
            guard !held.range.clamped(to: answer.range).isEmpty else {
                result.append(held)
                continue
            }
            let (newer, older) = held.answeredAt > answer.answeredAt ? (held, answer) : (answer, held)
            if newer == held {
                // The held answer is newer: it keeps its range, and the added one is cut around it.
                let pieces = Self.subtract(held.range, from: answer.range)
                for piece in pieces { add(Answer(range: piece, answeredAt: answer.answeredAt)) }
                return
            }
            for piece in Self.subtract(newer.range, from: older.range) {
                result.append(Answer(range: piece, answeredAt: older.answeredAt))
            }
        }
        result.append(answer)
        result.sort { $0.range.start < $1.range.start }
        answers = Self.melted(result)
    }

    /// When the exchange answered for an instant, or nil if it was not asked.
    ///
    /// - Complexity: O(log *n*) for *n* answers.
    public func answer(at time: OpenTime) -> Answer? {
        let index = index(after: time)
        return index < answers.count && answers[index].range.start <= time ? answers[index] : nil
    }

    /// The answers whose ranges share an instant with a range, oldest first.
    ///
    /// - Complexity: O(log *n*) for *n* answers, plus O(answers found).
    public func answers(overlapping range: TimeRange) -> ArraySlice<Answer> {
        let first = index(after: range.start)
        let end = answers[first...].firstIndex { $0.range.start >= range.end } ?? answers.count
        return answers[first..<end]
    }

    /// The index of the first answer that ends after an instant.
    private func index(after time: OpenTime) -> Int {
        var (low, high) = (0, answers.count)
        while low < high {
            let middle = (low + high) / 2
            if answers[middle].range.end > time { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Joins neighbours that were answered at the same time.
    private static func melted(_ answers: [Answer]) -> [Answer] {
        answers.reduce(into: []) { merged, next in
            if let last = merged.last, last.range.end == next.range.start, last.answeredAt == next.answeredAt
            {
                merged[merged.count - 1] = Answer(
                    range: TimeRange(last.range.start, next.range.end), answeredAt: last.answeredAt)
            } else {
                merged.append(next)
            }
        }
    }

    private static func subtract(_ removed: TimeRange, from range: TimeRange) -> [TimeRange] {
        [
            TimeRange(range.start, min(range.end, removed.start)),
            TimeRange(max(range.start, removed.end), range.end),
        ].filter { !$0.isEmpty }
    }
}
