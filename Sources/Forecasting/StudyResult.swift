/// What a study found; the baselines are always part of it.
public struct StudyResult: Hashable, Sendable {
    /// The options of the study.
    public let options: StudyOptions
    /// The fewest closes that training had.
    public let initial: Int
    /// The cutoffs, oldest first.
    public let cutoffs: [StudyCutoff]
    /// The scores of each model, baselines first, then in the order asked for.
    public let models: [ModelScores]
    /// Every day of every cutoff and model: by model as in `models`, then by cutoff, then by day.
    public let rows: [StudyRow]
    /// Models that failed at a cutoff; they have no scores, since scores over other days cannot be compared.
    public let failures: [ModelFailure]

    /// What a reader of the figures has to know, one sentence each.
    public var notes: [String] {
        var notes: [String] = []
        if cutoffs.count < StudyOptions.wantedCutoffs {
            let count = cutoffs.count == 1 ? "1 cutoff" : "\(cutoffs.count) cutoffs"
            notes.append(
                "The study rests on \(count), fewer than the \(StudyOptions.wantedCutoffs) wanted:"
                    + " its figures are rough.")
        }
        notes += failures.map {
            "\(ForecastModel.title(of: $0.model)) is left out of the study: \($0.error.problem)"
        }
        return notes
    }

    /// The scores of a model, or nil if it is not part of the study.
    public func scores(of model: String) -> ModelScores? { models.first { $0.model == model } }

    /// The rows of a model, by cutoff and day.
    ///
    /// - Complexity: O(rows).
    public func rows(of model: String) -> [StudyRow] { rows.filter { $0.model == model } }

    /// The rows of a model in the columns of the pipeline that came before.
    ///
    /// - Complexity: O(rows).
    public func resultRows(of model: String) -> [ResultRow] { rows(of: model).map(ResultRow.init) }

    /// The model with the lowest mean absolute error; of equal ones the first, so that a baseline wins a tie.
    public var best: ModelScores? { best(of: models.map(\.model)) }

    /// The best of some models.
    func best(of names: [String]) -> ModelScores? {
        models.filter { names.contains($0.model) }.reduce(nil) { best, next in
            guard let best else { return next }
            return next.overall.mae < best.overall.mae ? next : best
        }
    }
}
