import Candles
import ProphetEngine

/// The page of a forecast.
struct ProphetPage {
    let report: ProphetReport
    /// The cards of the components.
    let components: [Markup]

    private var model: FittedProphet { report.model }
    private var forecast: ProphetForecast { report.forecast }

    /// The whole page.
    var text: String {
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="\(report.program)">
            <title>\(report.title) · forecast</title>
            <link rel="icon" href="data:,">
            <style>
            \(Markup(trusted: ReportStyle.css))
            </style>
            </head>
            <body>
            <main>
            <h1>\(report.title)</h1>
            \(tiles)
            \(notes)
            \(forecastCard)
            <h2>Components</h2>
            <div class="grid two">
            \(Markup(components))
            </div>
            </main>
            <footer>
            \(promise)
            <p>\(report.program) · times are in the time zone of the data</p>
            </footer>
            </body>
            </html>

            """
        return page.text
    }

    /// What the band is, and what it is not.
    private var promise: Markup {
        guard forecast.hasIntervals else { return "<p><strong>Not a promise.</strong></p>" }
        let width = 100 * model.options.intervalWidth
        let decimals = ProphetForecastChart.decimals(width)
        let (share, rest) = (NumberText.fixed(width, decimals), NumberText.fixed(100 - width, decimals))
        return """
            <p><strong>Not a promise.</strong> An interval of \(share)\u{A0}% is meant to contain \(share) of 100 \
            future values, and to miss the other \(rest).</p>
            """
    }

    private var tiles: Markup {
        let (first, last) = (model.scale.start, model.scale.start + model.scale.tScale)
        let day = { (time: Int64) in DateText.long(TimeAxis.day(time)) }
        let clock = { (time: Int64) in TimeAxis.text(time).dropFirst(day(time).count) }
        let names = model.seasonalities.map(\.name)
        let figures: [(String, String, String)] = [
            ("observations", NumberText.fixed(Double(model.historyRows), 0), "with a value"),
            ("from", day(first), "first observation\(clock(first))"),
            ("to", day(last), "last observation\(clock(last))"),
            (
                "growth", model.options.growth.rawValue,
                "bends at \(ProphetForecastChart.changepoints(model).count) of \(model.changepoints.count) changepoints"
            ),
            (
                "seasonalities", "\(names.count)",
                names.isEmpty ? "none" : names.joined(separator: ", ")
            ),
            (
                "sigma", AxisText.value(model.parameters.sigma * model.yScale),
                "spread of an observation"
            ),
        ]
        let tiles = figures.map { name, value, note -> Markup in
            let kind: Markup = value.count > 9 ? "value long" : "value"
            return """
                <div class="tile"><span class="name">\(name)</span><span class="\(kind)">\(value)</span>\
                <span class="note">\(note)</span></div>

                """
        }
        return "<div class=\"tiles\">\(tiles)</div>"
    }

    private var notes: Markup {
        let warnings = model.report.warnings.compactMap { warning -> String? in
            // A seasonality that the data cannot show is the rule, not a warning.
            if case .seasonalityDisabled = warning { nil } else { warning.description }
        }
        guard !warnings.isEmpty else { return .empty }
        let items = warnings.map { warning -> Markup in "<li>\(warning)</li>" }
        return "<div class=\"banner\" role=\"note\"><ul class=\"notes\">\(items)</ul></div>"
    }

    private var forecastCard: Markup {
        let size = ChartSize.wide(460)
        let note = ProphetForecastChart.note(model, size)
        return ChartCard(
            id: "forecast", isSimulated: false, wide: report.forecastScene(size),
            narrow: report.forecastScene(.narrow(300)),
            note: note.map { "<p class=\"hint\">\($0)</p>" } ?? .empty, table: table
        ).markup
    }

    /// The last rows of the forecast, future rows as far as there are any.
    private var table: HTMLTable? {
        let end = model.historyTimes.last ?? .min
        let future = forecast.ds.indices.filter { forecast.ds[$0] > end }
        let rows = (future.isEmpty ? Array(forecast.ds.indices) : future).prefix(400)
        guard !rows.isEmpty else { return nil }
        var head = ["time", "forecast"]
        if forecast.hasIntervals { head += ["lower", "upper"] }
        head.append("trend")
        return HTMLTable(
            caption: "The forecast", head: head,
            rows: rows.map { row in
                var cells: [Markup] = ["\(TimeAxis.text(forecast.ds[row]))", cell(forecast.yhat[row])]
                if forecast.hasIntervals {
                    cells += [cell(forecast.yhatLower[row]), cell(forecast.yhatUpper[row])]
                }
                return cells + [cell(forecast.trend[row])]
            })
    }

    private func cell(_ value: Double) -> Markup { "\(AxisText.value(value))" }
}
