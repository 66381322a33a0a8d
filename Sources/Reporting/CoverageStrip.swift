import Candles

/// The last days of every symbol as cells that say where each day comes from.
enum CoverageStrip {
    /// What is known of a day.
    enum State: String, CaseIterable, Hashable {
        case batch, speed, filled, missing, open

        init(_ day: ServedDay?) {
            switch (day?.isClosed, day?.origin) {
            case (nil, _): self = .missing
            case (false, _): self = .open
            case (_, .batch): self = .batch
            case (_, .speed): self = .speed
            case (_, .filled), (_, nil): self = .filled
            }
        }

        var label: String { self == .open ? "forming" : rawValue }

        var style: ChartMark.Style {
            switch self {
            case .batch: .fill(.batch)
            case .speed: .init(fill: .speed, fillOpacity: 0.45, stroke: .speed, dash: [2, 1.5])
            case .filled: .hatch(.filled)
            case .missing: .init(fill: .missing, fillOpacity: 0.12, stroke: .missing)
            case .open: .init(fill: .surface, stroke: .open, width: 1.2, dash: [2, 1.5])
            }
        }
    }

    static func scene(_ reports: [SymbolReport], isNarrow: Bool) -> ChartScene {
        let count = isNarrow ? 40 : 120
        let row = isNarrow ? 22.0 : 24.0
        let width = isNarrow ? ChartSize.narrow(0).width : ChartSize.wide(0).width
        let last = reports.compactMap(\.days.last?.day).max() ?? UTCDay(0)
        let first = last.advanced(by: 1 - count)
        let rows = reports.map { report in states(report, first, last) }
        let present = Set(rows.joined().map(\.1))
        let items = State.allCases.filter { present.contains($0) || $0 == .missing }
            .map { Legend.Item(label: $0.label, sign: .box($0.style)) }
        let (legend, top) = Legend.layout(items, x: 4, y: 0, width: width - 8)
        let size = ChartSize(width: width, height: top + row * Double(reports.count) + 24)
        let left = (reports.map { ChartScene.width(of: $0.symbol.name, size: 11) }.max() ?? 0) + 12
        let cell = (width - left - 4) / Double(count)
        let place = { (day: UTCDay) in left + cell * Double(first.distance(to: day)) }
        var marks = legend
        for (index, states) in rows.enumerated() {
            let y = top + row * Double(index)
            marks.append(.text(Point(4, y + row * 0.62), reports[index].symbol.name, .init(size: 11)))
            let sorted = State.allCases.flatMap { state in states.filter { $0.1 == state } }
            marks += sorted.map { day, state in
                .bar(
                    Rect(place(day) + 0.5, y + 2, cell - 1.2, row - 5), state.style, radius: 1.5,
                    tip: "\(reports[index].symbol) \(DateText.full(day)): \(state.label)")
            }
        }
        let ticks = Ticks.days(first, last, count: isNarrow ? 4 : 9).filter {
            place($0.day) + cell / 2 + ChartScene.width(of: $0.label, size: 11) / 2 <= width
        }
        marks += ticks.map { tick in
            .text(
                Point(place(tick.day) + cell / 2, size.height - 8), tick.label,
                .init(size: 11, anchor: .middle))
        }
        let gaps = rows.joined().count { $0.1 == .missing || $0.1 == .filled }
        return ChartScene(
            "coverage-strip", title: "Where the last days come from",
            summary:
                "One cell per symbol for each of \(count) days up to \(DateText.long(last)); \(gaps) of the days are filled or"
                + " missing.", size, marks: marks)
    }

    /// The days of a symbol in a range; those before its first day do not exist and are left out.
    static func states(_ report: SymbolReport, _ first: UTCDay, _ last: UTCDay) -> [(UTCDay, State)] {
        guard let start = report.days.first?.day else { return [] }
        let held = Dictionary(report.days.map { ($0.day, $0) }) { _, new in new }
        guard max(first, start) <= last else { return [] }
        return (max(first, start)...last).map { ($0, State(held[$0])) }
    }
}
