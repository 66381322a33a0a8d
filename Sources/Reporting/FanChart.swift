import Candles
import Forecasting

/// Forecasts against what happened: the fans of the last cutoffs over the closes, and the current fan after
/// them.
enum FanChart {
    /// The chart of a symbol's chosen model, with the other models' current forecasts as thin lines.
    static func scene(_ report: SymbolReport, _ size: ChartSize) -> ChartScene {
        let title = "\(report.symbol) forecast against actual"
        guard let forecast = report.chosen, let end = forecast.days.last else {
            return ChartScene("forecast", title: title, summary: "There is no forecast.", size)
        }
        let past = Self.past(report, forecast.model, count: size.isNarrow ? 1 : 3)
        let start = (past.first?.first?.cutoff ?? forecast.cutoff).advanced(by: size.isNarrow ? -25 : -45)
        let closes = report.days.filter { $0.isClosed && $0.origin != .filled && $0.day >= start }
            .map { ($0.day, $0.values.close) }
        let first = closes.first?.0 ?? start
        let bounds = past.flatMap { $0.flatMap { [$0.lower, $0.upper] } } + forecast.lower + forecast.upper
        let domain = Scale.domain(of: bounds + closes.map(\.1), margin: 0.04)
        let ticks = Ticks.linear(domain, count: size.isNarrow ? 5 : 7)
        let labels = ticks.values.map { NumberText.fixed($0, ticks.decimals) }
        let others = report.forecasts.filter { $0.model != forecast.model }
        var plot = Plot(
            size, x: Double(first.number)...(Double(end.number) + 0.5), y: domain,
            legend: legend(report, forecast, others, hasPast: !past.isEmpty),
            labelWidth: Plot.labelWidth(labels))
        plot.addValues(ticks.values) { NumberText.fixed($0, ticks.decimals) }
        plot.addDays(first, end)
        let ink = report.ink(forecast.model)
        var inside: [ChartMark] = past.flatMap { Self.pastFan($0, closes, plot, ink) }
        inside += fan(forecast, plot, ink)
        inside += others.map { other in
            .line(
                [plot.place(other.cutoff, other.lastClose)]
                    + other.days.indices.map { plot.place(other.days[$0], other.yhat[$0]) },
                .stroke(report.ink(other.model), 1.3, 0.9, dash: [5, 3]))
        }
        inside.append(.line(closes.map { plot.place($0.0, $0.1) }, .stroke(.actual, 1.7)))
        inside += misses(past, plot)
        var marks = plot.marks
        marks.append(.clipped(inside, to: plot.area))
        marks += cutoffRules(past, forecast, plot)
        marks += zones(closes, past, forecast, plot, report.price)
        return ChartScene(
            "forecast", title: title, summary: summary(report, forecast, past), size, marks: marks)
    }

    /// The rows of the chosen model at the last cutoffs, oldest cutoff first.
    private static func past(_ report: SymbolReport, _ model: String, count: Int) -> [[StudyRow]] {
        guard let study = report.study else { return [] }
        let rows = Dictionary(grouping: study.rows(of: model), by: \.cutoff)
        return study.cutoffs.suffix(count).compactMap { rows[$0.day] }
    }

    private static func pastFan(
        _ rows: [StudyRow], _ closes: [(UTCDay, Double)], _ plot: Plot, _ ink: Ink
    ) -> [ChartMark] {
        let start = closes.first { $0.0 == rows.first?.cutoff }.map { [plot.place($0.0, $0.1)] } ?? []
        let points = { (value: (StudyRow) -> Double) in start + rows.map { plot.place($0.day, value($0)) } }
        return [
            .band(upper: points(\.upper), lower: points(\.lower), .fill(ink, 0.14)),
            .line(points(\.yhat), .stroke(ink, 1.4, 0.75)),
        ]
    }

    private static func fan(_ forecast: Forecast, _ plot: Plot, _ ink: Ink) -> [ChartMark] {
        let start = plot.place(forecast.cutoff, forecast.lastClose)
        let points = { (values: [Double]) in
            [start] + forecast.days.indices.map { plot.place(forecast.days[$0], values[$0]) }
        }
        let (upper, lower) = (points(forecast.upper), points(forecast.lower))
        return [
            .band(upper: upper, lower: lower, .fill(ink, 0.26)),
            .line(upper, .stroke(ink, 1, 0.55)), .line(lower, .stroke(ink, 1, 0.55)),
            .line(points(forecast.yhat), .stroke(ink, 2.4)),
        ]
    }

    /// Rings around closes that the interval did not hold.
    private static func misses(_ past: [[StudyRow]], _ plot: Plot) -> [ChartMark] {
        past.flatMap { $0.filter { !$0.isCovered } }.map { row in
            .dot(
                plot.place(row.day, row.actual), radius: 3,
                .init(fill: .surface, stroke: .missing, width: 1.4))
        }
    }

    private static func cutoffRules(_ past: [[StudyRow]], _ forecast: Forecast, _ plot: Plot) -> [ChartMark] {
        let rule = { (day: UTCDay, label: String) -> [ChartMark] in
            let x = plot.x(day)
            return [
                .rule(
                    Point(x, plot.area.y), Point(x, plot.area.maxY), .stroke(.muted, 1, 0.6, dash: [2, 3])),
                .text(Point(x - 5, plot.area.y + 11), label, .init(size: 10.5, anchor: .end)),
            ]
        }
        return past.compactMap(\.first?.cutoff).flatMap { rule($0, "cutoff") } + rule(forecast.cutoff, "now")
    }

    private static func zones(
        _ closes: [(UTCDay, Double)], _ past: [[StudyRow]], _ forecast: Forecast, _ plot: Plot,
        _ price: PriceText
    ) -> [ChartMark] {
        let step = plot.x(1.0) - plot.x(0.0)
        let said = Dictionary(past.joined().map { ($0.day, $0) }) { first, _ in first }
        let column = { (day: UTCDay, tip: String) in
            ChartMark.zone(Rect(plot.x(day) - step / 2, plot.area.y, step, plot.area.height), tip: tip)
        }
        let interval = { (lower: Double, upper: Double) in "\(price.full(lower)) to \(price.full(upper))" }
        let known = closes.map { day, close in
            let tip = "\(DateText.full(day))\nclose \(price.full(close))"
            guard let row = said[day] else { return column(day, tip) }
            return column(
                day, tip + "\nforecast \(price.full(row.yhat)) (\(interval(row.lower, row.upper)))")
        }
        let coming = forecast.days.indices.map { index in
            column(
                forecast.days[index],
                "\(DateText.full(forecast.days[index]))\nforecast \(price.full(forecast.yhat[index]))"
                    + " (\(interval(forecast.lower[index], forecast.upper[index])))")
        }
        return known + coming
    }

    private static func legend(
        _ report: SymbolReport, _ forecast: Forecast, _ others: [Forecast], hasPast: Bool
    ) -> [Legend.Item] {
        let ink = report.ink(forecast.model)
        let width = NumberText.percent(100 * forecast.intervalWidth, 0)
        var items: [Legend.Item] = [
            .init(label: "close", sign: .line(.stroke(.actual, 2))),
            .init(label: SymbolReport.label(forecast.model), sign: .line(.stroke(ink, 2.4))),
            .init(label: "\(width) interval", sign: .box(.fill(ink, 0.3))),
        ]
        items += others.map {
            .init(
                label: SymbolReport.label($0.model),
                sign: .line(.stroke(report.ink($0.model), 1.3, dash: [5, 3])))
        }
        if hasPast {
            items.append(
                .init(label: "outside the interval", sign: .dot(.init(fill: .surface, stroke: .missing))))
        }
        return items
    }

    private static func summary(_ report: SymbolReport, _ forecast: Forecast, _ past: [[StudyRow]]) -> String
    {
        let price = report.price
        guard let day = forecast.days.last, let median = forecast.yhat.last, let lower = forecast.lower.last,
            let upper = forecast.upper.last
        else { return "" }
        let rows = past.last ?? []
        let held = rows.count(where: \.isCovered)
        let record =
            rows.isEmpty ? "" : " The interval of the last cutoff held \(held) of \(rows.count) closes."
        return
            "\(SymbolReport.label(forecast.model)) expects \(price.full(median)) on \(DateText.long(day)), between"
            + " \(price.full(lower)) and \(price.full(upper))" + " with a chance of"
            + " \(NumberText.percent(100 * forecast.intervalWidth, 0))." + record
    }
}
