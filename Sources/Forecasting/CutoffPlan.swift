public import Candles

/// The cutoffs of a study: every `period` days, backwards from the last day whose horizon has passed.
public struct CutoffPlan: Hashable, Sendable {
    /// The cutoffs, oldest first; none if the series is too short.
    public let cutoffs: [UTCDay]
    /// The fewest closes that training has at a cutoff.
    public let initial: Int

    /// Plans the cutoffs of a series.
    ///
    /// Without a wish in the options the training part begins with two years if that leaves
    /// ``StudyOptions/wantedCutoffs`` cutoffs, else with one year, else with two horizons.
    ///
    /// - Complexity: O(cutoffs x log *n*).
    public init(_ series: DailySeries, _ options: StudyOptions) {
        let wishes = options.initial.map { [$0] } ?? [730, 365, Self.shortest(options)]
        var plan: (cutoffs: [UTCDay], initial: Int) = ([], wishes[0])
        for initial in wishes {
            let cutoffs = Self.cutoffs(series, options, initial: initial)
            if cutoffs.count > plan.cutoffs.count || plan.cutoffs.isEmpty { plan = (cutoffs, initial) }
            if cutoffs.count >= min(StudyOptions.wantedCutoffs, options.maximumCutoffs) { break }
        }
        (cutoffs, initial) = plan
    }

    /// The fewest closes that a study can be made of.
    static func fewestDays(_ options: StudyOptions) -> Int {
        (options.initial ?? shortest(options)) + options.horizon
    }

    private static func shortest(_ options: StudyOptions) -> Int {
        max(2 * options.horizon, ForecastRequest.fewestCloses)
    }

    private static func cutoffs(_ series: DailySeries, _ options: StudyOptions, initial: Int) -> [UTCDay] {
        guard let last = series.days.last else { return [] }
        var result: [UTCDay] = []
        var cutoff = last.advanced(by: -options.horizon)
        while result.count < options.maximumCutoffs, series.count(before: cutoff.advanced(by: 1)) >= initial {
            result.append(cutoff)
            cutoff = cutoff.advanced(by: -options.period)
        }
        return result.reversed()
    }
}
