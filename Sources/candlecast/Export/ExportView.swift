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

    /// Whether the view is made from a forecast that was kept.
    var needsForecast: Bool { self == .forecasts || self == .results || self == .metrics }
}
