/// Which seasonalities a model has for a history.
///
/// The user's seasonalities come first, then yearly, weekly and daily as far as they are on. An automatic one
/// gives way to a user's of the same name; an explicit one takes its place.
struct SeasonalityPlan: Sendable {
    private(set) var seasonalities: [Seasonality] = []
    private(set) var warnings: [FitWarning] = []

    private static let millisecondsPerDay = 86_400_000.0

    /// Plans the seasonalities of rows at ascending times in milliseconds.
    init(options: ProphetOptions, times: [Int64]) {
        for custom in options.seasonalities {
            insert(
                Seasonality(
                    name: custom.name, period: custom.period, order: custom.order,
                    priorScale: custom.priorScale ?? options.seasonalityPriorScale,
                    mode: custom.mode ?? options.seasonalityMode, condition: custom.condition))
        }
        let span = Double((times.last ?? 0) - (times.first ?? 0)) / Self.millisecondsPerDay
        let gap = Self.smallestGap(times)
        add("yearly", period: 365.25, order: 10, options.yearlySeasonality, options, isShown: span >= 730)
        if span < 730, seasonalities.contains(where: { $0.name == "yearly" && $0.period == 365.25 }) {
            warnings.append(.yearlyShortHistory(days: span))
        }
        add("weekly", period: 7, order: 3, options.weeklySeasonality, options, isShown: span >= 14 && gap < 7)
        add("daily", period: 1, order: 4, options.dailySeasonality, options, isShown: span >= 2 && gap < 1)
    }

    /// Adds a built-in seasonality if it is on.
    private mutating func add(
        _ name: String, period: Double, order: Int, _ setting: SeasonalitySetting, _ options: ProphetOptions,
        isShown: Bool
    ) {
        let chosenOrder: Int
        switch setting {
        case .off: chosenOrder = 0
        case .on: chosenOrder = order
        case .order(let number): chosenOrder = number
        case .auto:
            guard !seasonalities.contains(where: { $0.name == name }) else { return }
            if !isShown {
                warnings.append(.seasonalityDisabled(name))
            }
            chosenOrder = isShown ? order : 0
        }
        guard chosenOrder > 0 else { return }
        insert(
            Seasonality(
                name: name, period: period, order: chosenOrder, priorScale: options.seasonalityPriorScale,
                mode: options.seasonalityMode))
    }

    /// Appends a seasonality, or puts it in the place of one of the same name.
    private mutating func insert(_ seasonality: Seasonality) {
        if let index = seasonalities.firstIndex(where: { $0.name == seasonality.name }) {
            seasonalities[index] = seasonality
        } else {
            seasonalities.append(seasonality)
        }
    }

    /// The smallest time between two rows of different times, in days.
    private static func smallestGap(_ times: [Int64]) -> Double {
        var smallest: Int64?
        for (time, next) in zip(times, times.dropFirst()) where next > time {
            smallest = min(smallest ?? .max, next - time)
        }
        return smallest.map { Double($0) / millisecondsPerDay } ?? .infinity
    }
}
