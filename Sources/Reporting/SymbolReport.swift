public import Candles
public import Forecasting

/// What a report tells about one symbol.
public struct SymbolReport: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The served daily series, oldest first.
    public let days: [ServedDay]
    /// What is missing of it, by interval.
    public let gaps: [IntervalGaps]
    /// What is held of it on each day, by interval.
    public let counts: [IntervalCounts]
    /// How good the models were; nil if there is no study.
    public let study: StudyResult?
    /// The current forecasts, baselines first.
    public let forecasts: [Forecast]
    /// The model whose forecast comes first, and why.
    public let choice: ModelChoice
    /// What else a reader has to know, one sentence each.
    public let notes: [String]
    /// The options of the models, as text.
    public let options: String

    /// A report from its parts.
    public init(
        symbol: Symbol, days: [ServedDay], gaps: [IntervalGaps] = [], counts: [IntervalCounts] = [],
        study: StudyResult? = nil, forecasts: [Forecast] = [], choice: ModelChoice? = nil,
        notes: [String] = [], options: String = ""
    ) {
        self.symbol = symbol
        self.days = days
        self.gaps = gaps
        self.counts = counts
        self.study = study
        self.forecasts = forecasts
        self.choice = choice ?? ModelChoice(study, refusal: nil, available: forecasts.map(\.model))
        self.notes = notes
        self.options = options
    }

    /// A report of a run; nil stands for a series that could not be forecast.
    public init(
        symbol: Symbol, days: [ServedDay], gaps: [IntervalGaps] = [], counts: [IntervalCounts] = [],
        run: ForecastRun?, notes: [String] = [],
        options: String = ""
    ) {
        self.init(
            symbol: symbol, days: days, gaps: gaps, counts: counts, study: run?.study,
            forecasts: run?.forecasts ?? [],
            choice: run?.choice, notes: (run?.notes ?? []) + notes, options: options)
    }

    /// The forecast of the chosen model, or the first one.
    var chosen: Forecast? { forecasts.first { $0.model == choice.model } ?? forecasts.first }

    /// The last closed day that is no filled row.
    var lastClosed: ServedDay? { days.last { $0.isClosed && $0.origin != .filled } }

    /// The running day, if the series ends with one.
    var running: ServedDay? { days.last.flatMap { $0.isClosed ? nil : $0 } }

    /// The models by name, in the order of their colours.
    var models: [String] {
        var names = study?.models.map(\.model) ?? []
        for forecast in forecasts where !names.contains(forecast.model) { names.append(forecast.model) }
        return names
    }

    /// The colour of a model.
    func ink(_ model: String) -> Ink { .series(models.firstIndex(of: model) ?? models.count) }

    /// The prices of the symbol as text.
    var price: PriceText { PriceText(days.suffix(60).map(\.values.close)) }

    /// The name of a model for readers.
    static func label(_ model: String) -> String { ForecastModel.title(of: model) }
}
