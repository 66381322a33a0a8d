import Candles
import Forecasting

/// The parts of a forecast: the trend, and the effects of the weekday and of the time of the year.
enum ComponentCharts {
    /// One chart for each part that the model has.
    static func scenes(
        _ components: ForecastComponents, _ report: SymbolReport, model: String
    ) -> [ChartScene] {
        let ink = report.ink(model)
        let name = SymbolReport.label(model)
        return [
            trend(components, ink, "\(name): trend"),
            components.weekly.map { weekly($0, components.unit, ink, "\(name): weekday") },
            components.yearly.map { yearly($0, components.unit, ink, "\(name): time of year") },
        ]
        .compactMap(\.self)
    }

    private static func trend(_ components: ForecastComponents, _ ink: Ink, _ title: String) -> ChartScene? {
        let points = components.trend
        guard let first = points.first, let last = points.last else { return nil }
        let values = points.flatMap { [$0.lower, $0.value, $0.upper] }
        let spread = (values.max() ?? 1) / max(values.min() ?? 1, .leastNormalMagnitude)
        let isLog = spread > 6 && (values.min() ?? 0) > 0
        let domain = Scale.domain(of: values, isLog: isLog)
        let ticks = isLog ? Ticks.logarithmic(domain, count: 4) : Ticks.linear(domain, count: 4).values
        let label = { (value: Double) in NumberText.tick(value, isCompact: true) }
        var plot = Plot(
            .small, x: Double(first.day.number)...Double(last.day.number), y: domain, isLog: isLog,
            labelWidth: Plot.labelWidth(ticks.map(label)))
        plot.addValues(ticks, label)
        plot.addDays(first.day, last.day)
        var marks = plot.marks
        let bends = components.changepoints.filter { first.day <= $0 && $0 <= last.day }
        marks += bends.map { day in
            .rule(
                Point(plot.x(day), plot.area.maxY - 6), Point(plot.x(day), plot.area.maxY),
                .stroke(.muted, 1, 0.8))
        }
        marks.append(
            .band(
                upper: points.map { plot.place($0.day, $0.upper) },
                lower: points.map { plot.place($0.day, $0.lower) },
                .fill(ink, 0.22)))
        marks.append(.line(points.map { plot.place($0.day, $0.value) }, .stroke(ink, 2)))
        let summary =
            "The trend goes from \(NumberText.compact(first.value)) on \(DateText.long(first.day)) to"
            + " \(NumberText.compact(last.value)) on \(DateText.long(last.day))"
            + " and may bend at \(bends.count) days, marked at the bottom."
        return ChartScene("trend", title: title, summary: summary, .small, marks: marks)
    }

    private static func weekly(
        _ effects: [Double], _ unit: ForecastComponents.Unit, _ ink: Ink, _ title: String
    ) -> ChartScene {
        var plot = effectPlot(effects, unit, 0...7)
        plot.addPlaces(
            effects.indices.map { (Double($0) + 0.5, DateText.weekdays[$0]) }, hasLines: false)
        let zero = plot.y(0)
        let width = (plot.x(1.0) - plot.x(0.0)) * 0.56
        let bars = effects.indices.map { index -> ChartMark in
            let height = plot.y(effects[index])
            return .bar(
                Rect(plot.x(Double(index) + 0.5) - width / 2, min(height, zero), width, abs(zero - height)),
                .fill(ink, 0.85), radius: 2, tip: "\(DateText.weekdays[index]) \(text(effects[index], unit))")
        }
        return ChartScene(
            "weekly", title: title, summary: summary(effects, unit) { DateText.weekdays[$0] }, .small,
            marks: plot.marks + bars + [zeroRule(plot)])
    }

    private static func yearly(
        _ effects: [Double], _ unit: ForecastComponents.Unit, _ ink: Ink, _ title: String
    ) -> ChartScene {
        var plot = effectPlot(effects, unit, 0...364)
        // Days of 2018: a year without 29 February.
        let day = { (index: Int) in UTCDay(17_532 + Int32(index)) }
        plot.addPlaces(
            effects.indices.filter { day($0).civil.day == 1 && day($0).civil.month % 2 == 1 }
                .map { (Double($0), DateText.month(day($0).civil.month)) })
        let line = ChartMark.line(
            effects.indices.map { Point(plot.x(Double($0)), plot.y(effects[$0])) }, .stroke(ink, 2))
        return ChartScene(
            "yearly", title: title, summary: summary(effects, unit) { DateText.short(day($0)) }, .small,
            marks: plot.marks + [zeroRule(plot), line])
    }

    private static func effectPlot(
        _ effects: [Double], _ unit: ForecastComponents.Unit, _ x: ClosedRange<Double>
    ) -> Plot {
        let domain = Scale.domain(of: effects + [0], margin: 0.1)
        let ticks = Ticks.linear(domain, count: 5)
        let label = { (value: Double) in
            NumberText.fixed(value, ticks.decimals, isSigned: true) + (unit == .percent ? "\u{A0}%" : "")
        }
        var plot = Plot(.small, x: x, y: domain, labelWidth: Plot.labelWidth(ticks.values.map(label)))
        plot.addValues(ticks.values, label)
        return plot
    }

    private static func zeroRule(_ plot: Plot) -> ChartMark {
        .rule(Point(plot.area.x, plot.y(0)), Point(plot.area.maxX, plot.y(0)), .stroke(.muted, 1, 0.8))
    }

    private static func text(_ effect: Double, _ unit: ForecastComponents.Unit) -> String {
        unit == .percent
            ? NumberText.percent(effect, 2, isSigned: true)
            : NumberText.fixed(effect, NumberText.decimals(effect, 3), isSigned: true)
    }

    private static func summary(
        _ effects: [Double], _ unit: ForecastComponents.Unit, _ name: (Int) -> String
    ) -> String {
        guard let low = effects.indices.min(by: { effects[$0] < effects[$1] }),
            let high = effects.indices.max(by: { effects[$0] < effects[$1] })
        else { return "" }
        return
            "Lowest \(name(low)) (\(text(effects[low], unit))), highest \(name(high)) (\(text(effects[high], unit)))."
    }
}
