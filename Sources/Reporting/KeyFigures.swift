import Candles
import Forecasting

/// The few figures of a symbol that come first, as text.
struct KeyFigures {
    private let report: SymbolReport
    private let price: PriceText

    init(_ report: SymbolReport) {
        self.report = report
        price = report.price
    }

    /// The row of the price shown: the forming day if there is one, else the last row.
    private var shown: ServedDay? { report.running ?? report.days.last }

    /// The close before the price shown.
    private var previous: ServedDay? { report.days.dropLast().last }

    var lastText: String { shown.map { price.short($0.values.close) } ?? NumberText.none }

    /// The change since the close before, in percent; nil without one.
    var change: Double? {
        guard let shown, let previous else { return nil }
        return 100 * (shown.values.close / previous.values.close - 1)
    }

    var changeMarkup: Markup {
        guard let change else { return "\(NumberText.none)" }
        let kind: Markup = change < 0 ? "down" : "up"
        return "<span class=\"\(kind)\">\(NumberText.percent(change, 2, isSigned: true))</span>"
    }

    /// The forecast a week ahead, or as far as it goes.
    private var week: (index: Int, forecast: Forecast)? {
        guard let forecast = report.chosen, !forecast.days.isEmpty else { return nil }
        return (min(6, forecast.days.count - 1), forecast)
    }

    var weekText: String { week.map { price.short($0.forecast.yhat[$0.index]) } ?? NumberText.none }

    var weekRange: String {
        week.map { price.range($0.forecast.lower[$0.index], $0.forecast.upper[$0.index]) } ?? NumberText.none
    }

    /// The tiles, in two columns on a telephone and in one row on a wide page.
    var tiles: Markup {
        let isForming = report.running != nil
        let days = (week?.index ?? 6) + 1
        let width = NumberText.percent(100 * (week?.forecast.intervalWidth ?? 0.8), 0)
        let scores = report.study?.scores(of: report.choice.model)?.overall
        let baseline = report.study?.scores(of: ForecastModel.lastValue.name)?.overall
        let cutoffs = report.study?.cutoffs.count ?? 0
        let mase = { (scores: Scores?) in scores?.mase.map { NumberText.fixed($0, 2) } ?? NumberText.none }
        return Markup([
            "<div class=\"tiles\">",
            tile(
                isForming ? "Last price" : "Last close", "\(lastText)",
                (shown.map { DateText.long($0.day) } ?? "no days") + (isForming ? " · forming" : "")),
            tile(
                isForming ? "Since the last close" : "1 day", changeMarkup,
                previous.map { "from \(price.short($0.values.close))" } ?? ""),
            tile(
                "Forecast +\(days) d, median", "\(weekText)",
                week.map {
                    "\(SymbolReport.label($0.forecast.model)), \(DateText.short($0.forecast.days[$0.index]))"
                }
                    ?? "no forecast"),
            tile(
                "\(width) interval, +\(days) d", "<span class=\"long\">\(weekRange)</span>",
                "meant to miss \(missed)"),
            tile(
                "Backtest MASE", "\(mase(scores))",
                baseline == nil ? "no study" : "last value: \(mase(baseline))"),
            tile(
                "\(width) interval held",
                "\(scores.map { NumberText.percent(100 * $0.coverage, 0) } ?? NumberText.none)",
                cutoffs == 0 ? "no study" : "of \(scores?.count ?? 0) days, \(cutoffs) cutoffs"),
            "</div>",
        ])
    }

    /// The share of days that the interval is meant not to hold.
    private var missed: String { NumberText.percent(100 * (1 - (week?.forecast.intervalWidth ?? 0.8)), 0) }

    private func tile(_ name: String, _ value: Markup, _ note: String) -> Markup {
        """
        <div class="tile"><span class="name">\(name)</span><span class="value">\(value)</span>\
        <span class="note">\(note)</span></div>
        """
    }
}
