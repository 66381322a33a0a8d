import Candles

/// Closes with their moving averages and the volumes below: the last days up close, and all of them.
enum AverageChart {
    /// The days of the close view.
    static let recentDays = 90

    /// The last ninety days: every close, MA7 and MA30, and a bar for each day's volume.
    static func recent(_ report: SymbolReport, _ size: ChartSize) -> ChartScene {
        let title = "\(report.symbol) close, MA7 and MA30, last \(recentDays) days"
        let days = Array(report.days.suffix(recentDays))
        guard let first = days.first, let last = days.last else {
            return ChartScene("close-90d", title: title, summary: "No days are held.", size)
        }
        let domain = Scale.domain(
            of: days.flatMap { [$0.values.close, $0.ma7, $0.ma30].compactMap(\.self) }, margin: 0.06)
        let ticks = Ticks.linear(domain, count: size.isNarrow ? 4 : 6)
        let label = { (value: Double) in NumberText.fixed(value, ticks.decimals) }
        let volumeHeight = size.height * 0.22
        var plot = Plot(
            size, x: (Double(first.day.number) - 0.8)...(Double(last.day.number) + 0.8), y: domain,
            legend: legend(days, volume: "volume"), labelWidth: Plot.labelWidth(ticks.values.map(label)),
            footer: volumeHeight + 10)
        let bottom = plot.area.maxY + 10 + volumeHeight
        plot.addValues(ticks.values, label)
        plot.addDays(first.day, last.day, down: bottom)
        let floor = Rect(plot.area.x, plot.area.maxY + 10, plot.area.width, volumeHeight)
        let step = plot.x(1.0) - plot.x(0.0)
        let holes = days.filter { $0.origin == .filled }.map { day in
            ChartMark.bar(
                Rect(plot.x(day.day) - step / 2, plot.area.y, step, bottom - plot.area.y), .hatch(.filled))
        }
        let bars = days.map { day in
            Bar(
                from: Double(day.day.number) - 0.5, to: Double(day.day.number) + 0.5,
                volume: day.origin == .filled ? nil : day.values.baseVolume)
        }
        let marks =
            plot.marks + holes + volumes(bars, plot, floor) + lines(days, plot)
            + zones(days, plot, step, bottom, report.price)
        return ChartScene(
            "close-90d", title: title, summary: summary(days, report.price), size, marks: marks)
    }

    /// All closes by logarithm, with their averages, and the mean daily volume of each month.
    static func history(_ report: SymbolReport, _ size: ChartSize) -> ChartScene {
        let title =
            "\(report.symbol) since \(report.days.first.map { DateText.long($0.day) } ?? "its listing")"
        let days = report.days
        guard let first = days.first, let last = days.last,
            let highest = days.max(by: { $0.values.close < $1.values.close }),
            let lowest = days.min(by: { $0.values.close < $1.values.close })
        else { return ChartScene("history", title: title, summary: "No days are held.", size) }
        let domain = Scale.domain(of: days.map(\.values.close), margin: 0.04, isLog: true)
        let ticks = Ticks.logarithmic(domain, count: size.isNarrow ? 5 : 7)
        let label = { (value: Double) in NumberText.tick(value) }
        let volumeHeight = size.height * 0.18
        var plot = Plot(
            size, x: Double(first.day.number)...(Double(last.day.number) + 0.5), y: domain, isLog: true,
            legend: legend(days, volume: "mean daily volume of the month"),
            labelWidth: Plot.labelWidth(ticks.map(label)), footer: volumeHeight + 10)
        plot.addValues(ticks, label)
        plot.addDays(first.day, last.day, down: plot.area.maxY + 10 + volumeHeight)
        let floor = Rect(plot.area.x, plot.area.maxY + 10, plot.area.width, volumeHeight)
        let months = MonthlyVolume.months(of: days).map { month -> Bar in
            let start = UTCDay(year: month.year, month: month.month, day: 1) ?? first.day
            let isLast = month.month == 12
            let next = UTCDay(
                year: isLast ? month.year + 1 : month.year, month: isLast ? 1 : month.month + 1, day: 1)
            return Bar(
                from: Double(max(start, first.day).number),
                to: Double(min(next ?? last.day, last.day.advanced(by: 1)).number),
                volume: month.meanBaseVolume)
        }
        let price = report.price
        let peak = ChartMark.dot(
            plot.place(highest.day, highest.values.close), radius: 3.5,
            .init(fill: .surface, stroke: .actual, width: 2),
            tip: "highest close \(price.full(highest.values.close)) on \(DateText.long(highest.day))")
        return ChartScene(
            "history", title: title,
            summary:
                "Closes on a logarithmic scale: lowest \(price.full(lowest.values.close)) on"
                + " \(DateText.long(lowest.day)), highest \(price.full(highest.values.close)) on"
                + " \(DateText.long(highest.day)).",
            size, marks: plot.marks + volumes(months, plot, floor) + lines(days, plot) + [peak])
    }

    /// A volume between two places on the axis of days.
    private struct Bar {
        let from: Double
        let to: Double
        let volume: Double?
    }

    /// Bars as high as their volumes; one that is not known has none.
    private static func volumes(_ bars: [Bar], _ plot: Plot, _ floor: Rect) -> [ChartMark] {
        let highest = bars.compactMap(\.volume).max() ?? 0
        let text = { (words: String) -> ChartMark in
            .text(Point(floor.maxX, floor.y - 2), words, .init(size: 10, anchor: .end))
        }
        guard highest > 0 else { return [text("volume is not known")] }
        let marks = bars.compactMap { bar -> ChartMark? in
            guard let volume = bar.volume, volume > 0 else { return nil }
            let (left, right) = (plot.x(bar.from), plot.x(bar.to))
            let height = floor.height * volume / highest
            let gap = min(1.2, (right - left) * 0.25)
            return .bar(
                Rect(left + gap / 2, floor.maxY - height, max(right - left - gap, 0.5), height),
                .fill(.series1, 0.42))
        }
        return marks + [text("highest \(NumberText.compact(highest))")]
    }

    private static func lines(_ days: [ServedDay], _ plot: Plot) -> [ChartMark] {
        let line = { (ink: Ink, width: Double, value: (ServedDay) -> Double?) -> ChartMark in
            let points = days.compactMap { day in value(day).map { plot.place(day.day, $0) } }
            return .line(
                HistoryCharts.thinned(points, columns: Int(plot.area.width / 2)), .stroke(ink, width, 0.95))
        }
        return [
            line(.ma30, 1.6) { $0.ma30 }, line(.ma7, 1.6) { $0.ma7 }, line(.actual, 1.2) { $0.values.close },
        ]
    }

    private static func zones(
        _ days: [ServedDay], _ plot: Plot, _ step: Double, _ bottom: Double, _ price: PriceText
    ) -> [ChartMark] {
        days.map { day in
            let average = { (value: Double?) in value.map(price.full) ?? NumberText.none }
            let volume = day.values.baseVolume.map(NumberText.compact) ?? "unknown"
            return .zone(
                Rect(plot.x(day.day) - step / 2, plot.area.y, step, bottom - plot.area.y),
                tip: "\(DateText.full(day.day))\nclose \(price.full(day.values.close))\n"
                    + "MA7 \(average(day.ma7))  MA30 \(average(day.ma30))\nvolume \(volume)")
        }
    }

    private static func legend(_ days: [ServedDay], volume: String) -> [Legend.Item] {
        var items: [Legend.Item] = [
            .init(label: "close", sign: .line(.stroke(.actual, 2))),
            .init(label: "MA7", sign: .line(.stroke(.ma7, 2))),
            .init(label: "MA30", sign: .line(.stroke(.ma30, 2))),
            .init(label: volume, sign: .box(.fill(.series1, 0.42))),
        ]
        if days.count <= recentDays, days.contains(where: { $0.origin == .filled }) {
            items.append(.init(label: "filled", sign: .box(.hatch(.filled))))
        }
        return items
    }

    private static func summary(_ days: [ServedDay], _ price: PriceText) -> String {
        guard let last = days.last else { return "" }
        let place = { (average: Double?, name: String) -> String in
            guard let average else { return "\(name) is not there yet" }
            let side = last.values.close >= average ? "above" : "below"
            return "\(side) its \(name) of \(price.full(average))"
        }
        return "On \(DateText.long(last.day)) the close of \(price.full(last.values.close)) is "
            + "\(place(last.ma7, "MA7")) and \(place(last.ma30, "MA30"))."
    }
}
