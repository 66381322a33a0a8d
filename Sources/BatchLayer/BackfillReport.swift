public import Candles
public import ServingLayer

/// What a backfill did, and what is missing after it.
public struct BackfillReport: Sendable {
    /// The exchange's time that the run was planned by.
    public let now: OpenTime
    /// Whether nothing was fetched or written, only planned.
    public let isDryRun: Bool
    /// The series, in the order of the request.
    public let series: [Series]
    /// Closed candles for which the store held one set of values and the exchange sent another.
    public let disagreements: [Disagreement]
    /// What could not be fetched, in the order in which it happened.
    public let failures: [Failure]
    /// What was fetched, from where, and how long it took, for the run log.
    public let steps: [RunStep]
    /// The files of the archive that were refused or published anew, in words.
    public let notices: [String]
    /// How long the run took.
    public let duration: Duration

    /// A part of a series that could not be fetched.
    public struct Failure: Sendable {
        /// The series.
        public let key: SeriesKey
        /// The range that was asked for.
        public let range: TimeRange
        /// Why nothing came.
        public let error: BatchError
    }

    /// What was done for one series, and what is missing of it.
    public struct Series: Hashable, Sendable {
        /// What was missing when the run began.
        public let plan: BackfillPlan
        /// The range asked for, from the first slot to the end of the last one that has begun.
        public let asked: TimeRange
        /// The number of closed candles held in the range asked for.
        public let held: Int
        /// The open time of the first closed candle held in the range, or nil.
        public let first: OpenTime?
        /// The open time of the last closed candle held in the range, or nil.
        public let last: OpenTime?
        /// The number of closed candles received.
        public let fetched: Int
        /// The number of questions asked of REST.
        public let requests: Int
        /// The number of files of the archive that were used.
        public let archives: Int
        /// What is missing in the range, oldest first; nothing for a series that the exchange does not have
        /// at all.
        public let gaps: [Gap]

        /// The series.
        public var key: SeriesKey { plan.key }
        /// Whether nothing was missing when the run began.
        public var wasComplete: Bool { plan.isNothingMissing }

        /// The number of slots missing for a reason.
        public func missing(_ reason: Gap.Reason) -> Int {
            gaps.reduce(0) { $0 + ($1.reason == reason ? $1.count : 0) }
        }
    }

    /// Whether nothing at all was missing when the run began.
    public var wasComplete: Bool { series.allSatisfy(\.wasComplete) }

    /// Whether every slot asked for is held, or known not to exist, or too young for the exchange to have it.
    public var isComplete: Bool {
        failures.isEmpty && series.allSatisfy { series in !series.gaps.contains { $0.reason.isFetchable } }
    }

    /// The number of closed candles received.
    public var fetched: Int { series.reduce(0) { $0 + $1.fetched } }

    /// The number of questions for candles asked of REST.
    public var requests: Int { series.reduce(0) { $0 + $1.requests } }

    /// The number of files of the archive that were used.
    public var archives: Int { series.reduce(0) { $0 + $1.archives } }

    /// What the plans of all series take together.
    public var cost: FetchCost { series.reduce(.zero) { $0 + $1.plan.cost } }
}
