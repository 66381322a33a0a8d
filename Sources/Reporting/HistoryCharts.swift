import Candles

/// Several symbols against each other, on one scale.
enum HistoryCharts {
    /// The first day that all symbols have, from which they are compared; nil for fewer than two symbols.
    static func commonStart(_ reports: [SymbolReport]) -> UTCDay? {
        let firsts = reports.compactMap(\.days.first?.day)
        let lasts = reports.compactMap(\.days.last?.day)
        guard reports.count > 1, firsts.count == reports.count, let start = firsts.max(),
            let end = lasts.min(),
            start < end
        else { return nil }
        return start
    }

    /// What the close of the first common day is on the indexed scale.
    static let base = 100.0
    /// The ratio of the highest to the lowest value from which the scale is logarithmic.
    static let logRatio = 4.0

    /// The closes of a symbol from a day on, as parts of the close of that day: 100 is the first.
    static func indexed(_ report: SymbolReport, from start: UTCDay) -> [(day: UTCDay, value: Double)] {
        let days = report.days.filter { $0.day >= start }
        guard let first = days.first?.values.close else { return [] }
        return days.map { ($0.day, base * ($0.values.close / first)) }
    }

    /// Closes of several symbols on one scale on which the first common day is 100.
    ///
    /// The scale is logarithmic where the values are far apart, so that equal ratios are equally high.
    static func comparison(_ reports: [SymbolReport], from start: UTCDay, _ size: ChartSize) -> ChartScene {
        let lines = reports.map { indexed($0, from: start) }
        let end = lines.compactMap(\.last?.day).max() ?? start
        let values = lines.joined().map(\.value)
        let isLog = (values.max() ?? base) / (values.min() ?? base) >= logRatio
        let domain = Scale.domain(of: values, margin: 0.04, isLog: isLog)
        let count = size.isNarrow ? 5 : 7
        let ticks =
            isLog ? Ticks.logarithmic(domain, count: count) : Ticks.linear(domain, count: count).values
        let label = { (value: Double) in NumberText.tick(value) }
        let legend = reports.indices.map { index in
            Legend.Item(
                label: "\(reports[index].symbol)"
                    + (lines[index].last.map { " \(NumberText.significant($0.value, 4))" } ?? ""),
                sign: .line(.stroke(.series(index), 2)))
        }
        var plot = Plot(
            size, x: Double(start.number)...(Double(end.number) + 0.5), y: domain, isLog: isLog,
            legend: legend, labelWidth: Plot.labelWidth(ticks.map(label)))
        plot.addValues(ticks, label)
        plot.addDays(start, end)
        let level = ChartMark.rule(
            Point(plot.area.x, plot.y(base)), Point(plot.area.maxX, plot.y(base)),
            .stroke(.muted, 1, 0.7, dash: [4, 3]))
        let marks = lines.indices.map { index in
            ChartMark.line(
                thinned(lines[index].map { plot.place($0.day, $0.value) }, columns: Int(plot.area.width / 2)),
                .stroke(.series(index), 1.6))
        }
        return ChartScene(
            "comparison", title: "All symbols since \(DateText.long(start)), 100 at the start",
            summary:
                "Each close on \(isLog ? "a logarithmic" : "an even") scale on which the symbol's close on"
                + " \(DateText.long(start)) is 100.", size, marks: plot.marks + [level] + marks)
    }

    /// At most two points for each of some columns: the highest and the lowest, in their order.
    ///
    /// What the eye sees of a line, its extremes, is kept; the first and last point as well.
    static func thinned(_ points: [Point], columns: Int) -> [Point] {
        guard points.count > 2 * columns, columns > 0 else { return points }
        var result: [Point] = [points[0]]
        for column in 0..<columns {
            let part = points[(column * points.count / columns)..<((column + 1) * points.count / columns)]
            guard let low = part.indices.min(by: { part[$0].y < part[$1].y }),
                let high = part.indices.max(by: { part[$0].y < part[$1].y })
            else { continue }
            result += Set([low, high]).sorted().map { points[$0] }
        }
        return result + [points[points.count - 1]]
    }
}
