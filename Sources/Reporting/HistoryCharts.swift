import Candles
import RealModule

/// Long views: a symbol since its listing, and several symbols against each other.
enum HistoryCharts {
    /// All closes of a symbol, by logarithm.
    static func overview(_ report: SymbolReport, _ size: ChartSize) -> ChartScene {
        let title =
            "\(report.symbol) since \(report.days.first.map { DateText.long($0.day) } ?? "its listing")"
        let closes = report.days.map { ($0.day, $0.values.close) }
        guard let first = closes.first, let last = closes.last else {
            return ChartScene("history", title: title, summary: "No days are held.", size)
        }
        let domain = Scale.domain(of: closes.map(\.1), margin: 0.04, isLog: true)
        let ticks = Ticks.logarithmic(domain, count: size.isNarrow ? 5 : 7)
        let label = { (value: Double) in NumberText.tick(value) }
        var plot = Plot(
            size, x: Double(first.0.number)...(Double(last.0.number) + 0.5), y: domain, isLog: true,
            labelWidth: Plot.labelWidth(ticks.map(label)))
        plot.addValues(ticks, label)
        plot.addDays(first.0, last.0)
        let line = thinned(closes.map { plot.place($0.0, $0.1) }, columns: Int(plot.area.width / 2))
        let floor = line.map { Point($0.x, plot.area.maxY) }
        let highest = closes.max { $0.1 < $1.1 } ?? last
        let lowest = closes.min { $0.1 < $1.1 } ?? first
        let price = report.price
        return ChartScene(
            "history", title: title,
            summary:
                "Closes on a logarithmic scale: lowest \(price.full(lowest.1)) on \(DateText.long(lowest.0)),"
                + " highest \(price.full(highest.1)) on \(DateText.long(highest.0)).",
            size,
            marks: plot.marks + [
                .band(upper: line, lower: floor, .fill(.series1, 0.1)), .line(line, .stroke(.series1, 1.5)),
                peak(highest, plot, price),
            ])
    }

    private static func peak(_ highest: (UTCDay, Double), _ plot: Plot, _ price: PriceText) -> ChartMark {
        .dot(
            plot.place(highest.0, highest.1), radius: 3.5, .init(fill: .surface, stroke: .series1, width: 2),
            tip: "highest close \(price.full(highest.1)) on \(DateText.long(highest.0))")
    }

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

    /// Closes of several symbols as multiples of their close on the first common day.
    static func comparison(_ reports: [SymbolReport], from start: UTCDay, _ size: ChartSize) -> ChartScene {
        let lines = reports.map { report -> [(UTCDay, Double)] in
            let days = report.days.filter { $0.day >= start }
            let base = days.first?.values.close ?? 1
            return days.map { ($0.day, $0.values.close / base) }
        }
        let end = lines.compactMap(\.last?.0).max() ?? start
        let domain = Scale.domain(of: lines.joined().map(\.1), margin: 0.04, isLog: true)
        let ticks = Ticks.logarithmic(domain, count: size.isNarrow ? 5 : 7)
        let label = { (value: Double) in "×\u{A0}\(NumberText.tick(value))" }
        let legend = reports.indices.map { index in
            Legend.Item(
                label: "\(reports[index].symbol)"
                    + (lines[index].last.map { " × \(NumberText.significant($0.1, 3))" } ?? ""),
                sign: .line(.stroke(.series(index), 2)))
        }
        var plot = Plot(
            size, x: Double(start.number)...(Double(end.number) + 0.5), y: domain, isLog: true,
            legend: legend,
            labelWidth: Plot.labelWidth(ticks.map(label)))
        plot.addValues(ticks, label)
        plot.addDays(start, end)
        let marks = lines.indices.map { index in
            ChartMark.line(
                thinned(lines[index].map { plot.place($0.0, $0.1) }, columns: Int(plot.area.width / 2)),
                .stroke(.series(index), 1.6))
        }
        return ChartScene(
            "comparison", title: "All symbols since \(DateText.long(start))",
            summary:
                "Each close as a multiple of the symbol's close on \(DateText.long(start)), on a logarithmic"
                + " scale.", size, marks: plot.marks + marks)
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
