import Candles
import ProphetEngine

/// Draws the panels of the components of a forecast.
enum ComponentPanelChart {
    /// The chart of a panel.
    ///
    /// - Throws: ``ProphetError`` if the model cannot forecast the rows of the panel.
    static func scene(
        _ panel: ComponentPanel, _ model: FittedProphet, _ forecast: ProphetForecast, _ size: ChartSize
    ) throws(ProphetError) -> ChartScene {
        let effects = try ComponentEffects(panel, model, forecast)
        let limits = panel.name == "trend" ? [forecast.cap, forecast.floor].compactMap(\.self) : []
        let isEffect = panel.name != "trend"
        let shown = [effects.values, effects.lower, effects.upper, isEffect ? [0] : []] + limits
        let domain =
            isEffect
            ? ValueDomain.effects(
                shown.joined(), level: effects.isPercent ? 1 : model.yScale, margin: 0.08)
            : ValueDomain.series(shown.joined(), margin: 0.08)
        let marks =
            effects.isPercent ? AxisText(percent: domain, count: 5) : AxisText(domain, count: 5)
        let axis = TimeAxis(effects.times)
        let isWeek = panel.axis == .weekdays
        let x: ClosedRange<Double> =
            isWeek
            ? 0...7
            : panel.axis == .times ? axis.domain : TimeAxis.place(axis.first)...TimeAxis.place(axis.last)
        var plot = Plot(size, x: x, y: domain, labelWidth: Plot.labelWidth(marks.labels))
        plot.addValues(marks)
        plot.addPlaces(places(panel, axis, plot), hasLines: !isWeek)
        let lines = ForecastLines(
            times: effects.times, plot: plot,
            limit: size.isNarrow ? SeriesThinning.narrowLimit : SeriesThinning.wideLimit)
        var inside: [ChartMark] = []
        if isEffect {
            inside.append(
                .rule(
                    Point(plot.area.x, plot.y(0)), Point(plot.area.maxX, plot.y(0)), .stroke(.muted, 1, 0.8)))
        }
        if isWeek {
            inside += bars(effects, plot)
        } else {
            inside += lines.band(effects.lower, effects.upper, .fill(.series1, 0.2))
            for limit in limits { inside += lines.line(limit, ForecastLines.limitStyle) }
            inside += lines.line(effects.values, .stroke(.series1, 1.8))
        }
        return ChartScene(
            "component-" + fileName(panel.name), title: title(panel),
            summary: summary(panel, effects, model), size,
            marks: plot.marks + [.clipped(inside, to: plot.area)])
    }

    /// The name of a panel with what it is drawn over.
    static func title(_ panel: ComponentPanel) -> String {
        switch panel.axis {
        case .times: panel.name
        case .weekdays: "\(panel.name) · day of week"
        case .days: "\(panel.name) · day of year"
        case .period(let days):
            switch panel.name {
            case "weekly": "\(panel.name) · day of week"
            case "daily": "\(panel.name) · hour of day"
            default: days <= 2 ? "\(panel.name) · hours" : "\(panel.name) · days"
            }
        }
    }

    /// The days of a week from Sunday.
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private static func places(_ panel: ComponentPanel, _ axis: TimeAxis, _ plot: Plot) -> [(Double, String)]
    {
        let start = TimeAxis.place(ComponentEffects.origin)
        let short = { (index: Int) in String(weekdays[index % 7].prefix(3)) }
        switch panel.axis {
        case .times: return axis.ticks(count: max(2, Int(plot.area.width / 85)))
        case .weekdays:
            let isWide = plot.area.width > 520
            return (0..<7).map { (Double($0) + 0.5, isWide ? weekdays[$0] : short($0)) }
        case .days:
            let first = TimeAxis.day(ComponentEffects.origin)
            let days = (0..<365).map { first.advanced(by: $0) }
            let marked = days.filter { $0.civil.day == 1 && $0.civil.month % 2 == 1 }
            return marked.map { day in (Double(day.number), "1 " + DateText.month(day.civil.month)) }
        case .period(let days):
            if panel.name == "weekly" || days == 7 { return (0..<8).map { (start + Double($0), short($0)) } }
            if days > 2 {
                return Ticks.linear(0...days, count: 7).values.map { (start + $0, NumberText.tick($0)) }
            }
            // The first mark is midnight, which is no date here.
            return axis.ticks(count: max(2, Int(plot.area.width / 60))).map { place, label in
                (place, place == place.rounded() ? (place == start ? "00:00" : "24:00") : label)
            }
        }
    }

    private static func bars(_ effects: ComponentEffects, _ plot: Plot) -> [ChartMark] {
        let width = (plot.x(1.0) - plot.x(0.0)) * 0.56
        let zero = plot.y(0)
        var marks: [ChartMark] = []
        for (index, value) in effects.values.enumerated() where value.isFinite {
            let centre = plot.x(Double(index) + 0.5)
            marks.append(
                .bar(
                    Rect(centre - width / 2, min(plot.y(value), zero), width, abs(zero - plot.y(value))),
                    .fill(.series1, 0.85), radius: 2,
                    tip: "\(weekdays[index % 7]) \(AxisText.value(value, effects.isPercent))"))
        }
        guard !effects.lower.isEmpty, effects.lower != effects.upper else { return marks }
        for index in effects.values.indices {
            let centre = plot.x(Double(index) + 0.5)
            marks.append(
                .rule(
                    Point(centre, plot.y(effects.lower[index])), Point(centre, plot.y(effects.upper[index])),
                    .stroke(.text, 1.4)))
        }
        return marks
    }

    private static func summary(
        _ panel: ComponentPanel, _ effects: ComponentEffects, _ model: FittedProphet
    ) -> String {
        guard let low = effects.values.indices.min(by: { effects.values[$0] < effects.values[$1] }),
            let high = effects.values.indices.max(by: { effects.values[$0] < effects.values[$1] })
        else { return "The forecast has no rows." }
        let name = { (index: Int) in
            switch panel.axis {
            case .times: TimeAxis.text(effects.times[index])
            case .weekdays: weekdays[index % 7]
            case .days: DateText.short(TimeAxis.day(effects.times[index]))
            case .period:
                "\(NumberText.significant(Double(effects.times[index] - ComponentEffects.origin) / 86_400_000, 3)) days"
            }
        }
        let value = { (index: Int) in AxisText.value(effects.values[index], effects.isPercent) }
        let unit = effects.isPercent ? " In percent of the trend." : ""
        return "Lowest at \(name(low)) (\(value(low))), highest at \(name(high)) (\(value(high))).\(unit)"
    }

    /// A name in the letters of file names.
    private static func fileName(_ name: String) -> String {
        String(
            name.lowercased().unicodeScalars.map { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    ? Character(scalar) : "-"
            })
    }
}
