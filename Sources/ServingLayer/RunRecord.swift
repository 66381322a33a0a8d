public import Candles

/// An entry of the run log: a command that worked on the store, and how it ended.
public struct RunRecord: Hashable, Sendable {
    /// The number of the run in this store.
    public let id: Int64
    /// The command.
    public let command: String
    /// The exchange's time at the start.
    public let started: OpenTime
    /// The exchange's time at the end, or nil if the run has not ended or was killed.
    public let finished: OpenTime?
    /// How it ended, or nil.
    public let outcome: String?
    /// What it counted, by name.
    public let counts: [String: Int]
    /// What was done, step by step.
    public let steps: [RunStep]

    /// An entry of the run log.
    public init(
        id: Int64, command: String, started: OpenTime, finished: OpenTime?, outcome: String?,
        counts: [String: Int], steps: [RunStep] = []
    ) {
        self.id = id
        self.command = command
        self.started = started
        self.finished = finished
        self.outcome = outcome
        self.counts = counts
        self.steps = steps
    }
}
