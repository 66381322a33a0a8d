public import Candles

/// Something that is not as it should be in what is held: where, what both sides say, and what cures it.
public struct AuditFinding: Hashable, Sendable {
    /// What was looked at when it was found.
    public enum Check: String, CaseIterable, Hashable, Sendable {
        /// The bytes of a chunk.
        case damage = "damaged chunk"
        /// A candle by itself and beside its neighbours.
        case consistency
        /// Larger candles against the smaller ones in them.
        case rollup = "roll-up"
        /// Versions of a candle from different sources.
        case vintages
        /// The archive files that were read, against what the archive publishes now.
        case archive
        /// The daily view against one made afresh.
        case dailyView = "daily view"
        /// What is missing and can be had.
        case gap
        /// What is held against what the exchange says now.
        case exchange
    }

    /// What was looked at.
    public let check: Check
    /// The series.
    public let key: SeriesKey
    /// The time that it is about.
    public let range: TimeRange
    /// What is wrong, as a sentence without its full stop.
    public let problem: String
    /// Who says the left and the right values of ``differences``.
    public let sides: Sides
    /// The values that differ; none where the problem is not one of values.
    public let differences: [CandleDifference]
    /// The command that cures it.
    public let cure: String

    /// The names of two accounts of the same candle.
    public struct Sides: Hashable, Sendable {
        /// Who says the left values.
        public let left: String
        /// Who says the right values.
        public let right: String

        /// Two accounts.
        public init(_ left: String, _ right: String) {
            self.left = left
            self.right = right
        }

        /// No accounts.
        public static let none = Sides("", "")
    }

    /// A finding.
    public init(
        _ check: Check, _ key: SeriesKey, _ range: TimeRange, problem: String, sides: Sides = .none,
        differences: [CandleDifference] = [], cure: String
    ) {
        self.check = check
        self.key = key
        self.range = range
        self.problem = problem
        self.sides = sides
        self.differences = differences
        self.cure = cure
    }
}

extension AuditFinding: Comparable {
    /// Orders by series, time and check, so that a report does not depend on the order of the checks.
    public static func < (left: AuditFinding, right: AuditFinding) -> Bool {
        if left.key != right.key { return left.key < right.key }
        if left.range != right.range {
            return (left.range.start, left.range.end) < (right.range.start, right.range.end)
        }
        if left.check != right.check { return left.check.rank < right.check.rank }
        return left.problem < right.problem
    }
}

extension AuditFinding.Check {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
