/// The candidates of a search, with the history that each is validated on.
struct TuningPlan: Sendable {
    /// A candidate that can be fitted.
    struct Entry: Sendable {
        /// The position among all candidates.
        let index: Int
        /// The options of the folds.
        let options: ProphetOptions
        let knowledge: RegressorKnowledge?
        /// The position of its history.
        let history: Int
    }

    /// What Prophet's mode makes of a history.
    private struct Preparation: Hashable {
        let means: [Double]
        let deviations: [Double]
        let names: [String]
        let isLogistic: Bool
        let scale: SeriesScale
    }

    private(set) var entries: [Entry] = []
    private(set) var failures: [Int: ProphetError] = [:]
    /// The histories: one, unless Prophet's mode prepares them in different ways.
    private(set) var histories: [ProphetHistory] = []
    /// The seasonalities of all candidates, each period once.
    private(set) var seasonalities: [Seasonality] = []
    private(set) var notes: [CrossValidationNote] = []
    private var known: [Preparation: Int] = [:]

    /// Prepares candidates for the rows with a value, oldest first.
    init(_ candidates: [OptionCandidate], rows: ProphetHistory, _ options: CrossValidationOptions) {
        if options.mode == .leakFree {
            histories = [rows]
        }
        for (index, candidate) in candidates.enumerated() {
            do {
                try add(candidate.options, at: index, rows: rows, options)
            } catch {
                failures[index] = error
            }
        }
    }

    private mutating func add(
        _ candidate: ProphetOptions, at index: Int, rows: ProphetHistory, _ options: CrossValidationOptions
    ) throws(ProphetError) {
        try candidate.validate()
        switch options.mode {
        case .leakFree:
            let knowledge = try RegressorKnowledge(candidate.regressors, known: options.knownRegressors)
            entries.append(Entry(index: index, options: candidate, knowledge: knowledge, history: 0))
            see(SeasonalityPlan(options: candidate, times: rows.ds).seasonalities)
        case .prophet:
            let setup = try FrozenSetup(options: candidate, rows: rows)
            entries.append(
                Entry(
                    index: index, options: setup.options(candidate), knowledge: nil,
                    history: history(setup, growth: candidate.growth, rows)))
            see(setup.seasonalities)
            for regressor in candidate.regressors
            where regressor.predictor == nil && !options.knownRegressors.contains(regressor.name) {
                let note = CrossValidationNote.futureTaken(regressor.name)
                if !notes.contains(note) { notes.append(note) }
            }
        }
    }

    private mutating func see(_ found: [Seasonality]) {
        for seasonality in found
        where !seasonalities.contains(where: {
            $0.name == seasonality.name && $0.period == seasonality.period
        }) {
            seasonalities.append(seasonality)
        }
    }

    private mutating func history(_ setup: FrozenSetup, growth: Growth, _ rows: ProphetHistory) -> Int {
        let preparation = Preparation(
            means: setup.regressors.map(\.mean), deviations: setup.regressors.map(\.standardDeviation),
            names: setup.regressors.map(\.name), isLogistic: growth == .logistic, scale: setup.scale)
        if let position = known[preparation] { return position }
        histories.append(setup.history(rows, growth: growth))
        known[preparation] = histories.count - 1
        return histories.count - 1
    }
}
