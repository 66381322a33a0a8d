public import Candles

/// How good one model was in a study: over all, by days ahead, and cutoff by cutoff.
public struct ModelScores: Hashable, Sendable {
    /// The name of the model.
    public let model: String
    /// Over all days of all cutoffs.
    public let overall: Scores
    /// By the number of days ahead, from 1; a distance at which no close is known is left out.
    public let byHorizon: [HorizonScores]
    /// By cutoff, oldest first.
    public let byCutoff: [CutoffScores]

    /// The scores some days ahead.
    public struct HorizonScores: Hashable, Sendable {
        /// The number of days ahead.
        public let horizon: Int
        /// The scores at that distance over all cutoffs.
        public let scores: Scores
    }

    /// The scores of one cutoff.
    public struct CutoffScores: Hashable, Sendable {
        /// The cutoff.
        public let cutoff: UTCDay
        /// The scores over the days after it.
        public let scores: Scores
    }

    /// Scores the rows of one model against those of the last value over the same days.
    ///
    /// - Returns: nil if there are no rows.
    /// - Complexity: O(rows x log(rows)).
    init?(_ model: String, rows: [StudyRow], lastValue: [StudyRow], scales: [UTCDay: Double]) {
        let score = { (rows: [StudyRow]?, lastValue: [StudyRow]?) -> Scores? in
            Scores(rows ?? [], scales: scales, baseline: Scores.meanAbsoluteError(lastValue ?? []))
        }
        guard let overall = score(rows, lastValue) else { return nil }
        let horizons = (
            Dictionary(grouping: rows, by: \.horizon), Dictionary(grouping: lastValue, by: \.horizon)
        )
        let cutoffs = (
            Dictionary(grouping: rows, by: \.cutoff), Dictionary(grouping: lastValue, by: \.cutoff)
        )
        self.model = model
        self.overall = overall
        byHorizon = horizons.0.keys.sorted().compactMap { horizon in
            score(horizons.0[horizon], horizons.1[horizon]).map {
                HorizonScores(horizon: horizon, scores: $0)
            }
        }
        byCutoff = cutoffs.0.keys.sorted().compactMap { cutoff in
            score(cutoffs.0[cutoff], cutoffs.1[cutoff]).map { CutoffScores(cutoff: cutoff, scores: $0) }
        }
    }

    /// The number of cutoffs at which the model's mean absolute error was below that of the last value.
    public var cutoffsBetterThanLastValue: Int {
        byCutoff.count { ($0.scores.skill ?? 0) > 0 }
    }
}
