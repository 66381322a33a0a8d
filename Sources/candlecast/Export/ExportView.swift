import ArgumentParser

/// What can be exported; each is fixed in docs/FORMATS.md.
enum ExportView: String, CaseIterable, ExpressibleByArgument {
    case daily
    case candles
    case gaps
    case prophetInput = "prophet-input"
    case forecasts
    case results
    case metrics
    case coverage
    case lake

    /// The views of an export that names none: what says something of the market, once.
    static let standard: [ExportView] = [
        .daily, .candles, .gaps, .prophetInput, .forecasts, .results, .metrics,
    ]

    /// Whether the view is made from a forecast that was kept.
    var needsForecast: Bool { self == .forecasts || self == .results || self == .metrics }
}
