import Candles

/// Daily candles with moving averages and volumes; how a day came to be is seen in how it is drawn.
enum CandleChart {
    /// The chart of the last days of a served series.
    static func scene(_ report: SymbolReport, _ size: ChartSize) -> ChartScene {
        let days = Array(report.days.suffix(size.isNarrow ? 70 : 180))
        guard let first = days.first, let last = days.last else {
            return ChartScene(
                "candles", title: "\(report.symbol) daily candles", summary: "No days are held.", size)
        }
        let price = report.price
        let prices = days.flatMap {
            [$0.values.low, $0.values.high, $0.ma7 ?? $0.values.low, $0.ma30 ?? $0.values.low]
        }
        let domain = Scale.domain(of: prices, margin: 0.05)
        let volumeHeight = size.height * 0.17
        let ticks = Ticks.linear(domain, count: size.isNarrow ? 5 : 7)
        let labels = ticks.values.map { NumberText.fixed($0, ticks.decimals) }
        let tag = price.short(last.values.close)
        var plot = Plot(
            size, x: (Double(first.day.number) - 0.8)...(Double(last.day.number) + 0.8), y: domain,
            legend: legend(days), labelWidth: Plot.labelWidth(labels + [tag]), footer: volumeHeight + 8)
        let bottom = plot.area.maxY + 8 + volumeHeight
        plot.addValues(ticks.values) { NumberText.fixed($0, ticks.decimals) }
        plot.addDays(first.day, last.day, down: bottom)
        let step = plot.x(1.0) - plot.x(0.0)
        let floor = Rect(plot.area.x, plot.area.maxY + 8, plot.area.width, volumeHeight)
        let change = 100 * (last.values.close / first.values.open - 1)
        let summary =
            "From \(DateText.long(first.day)) to \(DateText.long(last.day)) the price went from"
            + " \(price.full(first.values.open)) to \(price.full(last.values.close))"
            + " (\(NumberText.percent(change, isSigned: true)))."
        var marks = plot.marks
        marks += holes(days, plot, step, down: bottom)
        marks += volumes(days, plot, step, floor)
        marks += candles(days, plot, half: min(max(step * 0.33, 0.8), 7))
        marks += averages(days, plot)
        marks += priceTag(last, plot, tag)
        marks += zones(days, plot, step, bottom, price)
        return ChartScene(
            "candles", title: "\(report.symbol) daily candles", summary: summary, size, marks: marks)
    }

    /// How a day is drawn: solid from history, dashed from the stream, slanted lines where nothing is known.
    private enum Look: Hashable, CaseIterable {
        case solidUp, solidDown, speedUp, speedDown, openUp, openDown

        init?(_ day: ServedDay) {
            guard day.origin != .filled else { return nil }
            let isUp = day.values.close >= day.values.open
            switch (day.isClosed, day.origin) {
            case (false, _): self = isUp ? .openUp : .openDown
            case (true, .speed): self = isUp ? .speedUp : .speedDown
            case (true, _): self = isUp ? .solidUp : .solidDown
            }
        }

        var style: ChartMark.Style {
            switch self {
            case .solidUp: .init(fill: .up, stroke: .up)
            case .solidDown: .init(fill: .down, stroke: .down)
            case .speedUp: .init(fill: .up, fillOpacity: 0.25, stroke: .up, dash: [3, 2])
            case .speedDown: .init(fill: .down, fillOpacity: 0.25, stroke: .down, dash: [3, 2])
            case .openUp: .init(fill: .surface, stroke: .up, width: 1.3, dash: [2, 2])
            case .openDown: .init(fill: .surface, stroke: .down, width: 1.3, dash: [2, 2])
            }
        }
    }

    private static func candles(_ days: [ServedDay], _ plot: Plot, half: Double) -> [ChartMark] {
        // Candles of one look are written together, so that they share a group.
        let looks = Dictionary(grouping: days) { Look($0) }
        return Look.allCases.flatMap { look in
            (looks[look] ?? []).map { day in
                let values = day.values
                return .candle(
                    x: plot.x(day.day), half: half, high: plot.y(values.high), low: plot.y(values.low),
                    top: plot.y(max(values.open, values.close)),
                    bottom: plot.y(min(values.open, values.close)),
                    look.style)
            }
        }
    }

    private static func holes(
        _ days: [ServedDay], _ plot: Plot, _ step: Double, down bottom: Double
    ) -> [ChartMark] {
        days.filter { $0.origin == .filled }.map { day in
            .bar(
                Rect(plot.x(day.day) - step / 2, plot.area.y, step, bottom - plot.area.y),
                .hatch(.filled))
        }
    }

    private static func volumes(
        _ days: [ServedDay], _ plot: Plot, _ step: Double, _ floor: Rect
    ) -> [ChartMark] {
        let highest = days.compactMap(\.values.baseVolume).max() ?? 0
        guard highest > 0 else { return [] }
        let width = max(step * 0.72, 0.8)
        let bars = { (isUp: Bool) -> [ChartMark] in
            days.filter { ($0.values.close >= $0.values.open) == isUp }.compactMap { day in
                guard let volume = day.values.baseVolume, volume > 0 else { return nil }
                let height = floor.height * volume / highest
                return .bar(
                    Rect(plot.x(day.day) - width / 2, floor.maxY - height, width, height),
                    .fill(isUp ? .up : .down, 0.38))
            }
        }
        let note = "volume, highest \(NumberText.compact(highest))"
        return bars(true) + bars(false) + [
            .text(Point(floor.maxX, floor.y + 2), note, .init(size: 10, anchor: .end))
        ]
    }

    private static func averages(_ days: [ServedDay], _ plot: Plot) -> [ChartMark] {
        let line = { (ink: Ink, value: (ServedDay) -> Double?) -> ChartMark in
            .line(
                days.compactMap { day in value(day).map { plot.place(day.day, $0) } }, .stroke(ink, 1.6, 0.95)
            )
        }
        return [line(.ma30) { $0.ma30 }, line(.ma7) { $0.ma7 }]
    }

    private static func priceTag(_ last: ServedDay, _ plot: Plot, _ label: String) -> [ChartMark] {
        let ink: Ink = last.values.close >= last.values.open ? .up : .down
        let height = plot.y(last.values.close)
        let box = Rect(plot.area.maxX + 1, height - 9, ChartScene.width(of: label, size: 11) + 10, 18)
        return [
            .rule(
                Point(plot.area.x, height), Point(plot.area.maxX, height), .stroke(ink, 1, 0.8, dash: [3, 3])),
            .bar(box, .fill(ink), radius: 3),
            .text(Point(box.x + 6, height + 4), label, .init(size: 11, ink: .surface, isBold: true)),
        ]
    }

    private static func zones(
        _ days: [ServedDay], _ plot: Plot, _ step: Double, _ bottom: Double, _ price: PriceText
    ) -> [ChartMark] {
        days.map { day in
            let values = day.values
            let state = day.isClosed ? day.origin.rawValue : "forming"
            let tip =
                "\(DateText.full(day.day)) · \(state)\n"
                + "O \(price.full(values.open))  H \(price.full(values.high))  L \(price.full(values.low))"
                + "  C \(price.full(values.close))\nVolume \(values.baseVolume.map(NumberText.compact) ?? "unknown")"
            return .zone(
                Rect(plot.x(day.day) - step / 2, plot.area.y, step, bottom - plot.area.y), tip: tip)
        }
    }

    private static func legend(_ days: [ServedDay]) -> [Legend.Item] {
        var items: [Legend.Item] = [
            .init(label: "MA7", sign: .line(.stroke(.ma7, 2))),
            .init(label: "MA30", sign: .line(.stroke(.ma30, 2))),
        ]
        if days.contains(where: { $0.isClosed && $0.origin == .speed }) {
            items.append(.init(label: "from the stream", sign: .box(Look.speedUp.style)))
        }
        if days.contains(where: { $0.origin == .filled }) {
            items.append(.init(label: "filled", sign: .box(.hatch(.filled))))
        }
        if days.contains(where: { !$0.isClosed }) {
            items.append(.init(label: "forming", sign: .box(Look.openUp.style)))
        }
        return items
    }
}
