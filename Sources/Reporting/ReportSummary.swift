import Candles
import Forecasting

/// The first part of a report: the heading, all symbols at a glance, how they compare, and where their days
/// come from.
struct ReportSummary {
    let input: ReportInput

    var markup: Markup {
        """
        <section class="summary" aria-label="Overview">
        <h1>\(input.title)</h1>
        \(input.symbols.count > 1 ? overview : .empty)
        \(comparison)
        \(strip)
        </section>
        """
    }

    /// One row for each symbol.
    private var overview: Markup {
        let rows = input.symbols.enumerated().map { index, report -> [Markup] in
            let figures = KeyFigures(report)
            let scores = report.study?.scores(of: report.choice.model)?.overall
            return [
                "<a href=\"#s\(index + 1)\">\(report.symbol.name)</a>",
                "\(figures.lastText)", figures.changeMarkup, "\(figures.weekText)", "\(figures.weekRange)",
                "\(SymbolReport.label(report.choice.model))",
                "\(scores.map { NumberText.percent($0.mape) } ?? NumberText.none)",
                "\(scores.map { NumberText.percent(100 * $0.coverage, 0) } ?? NumberText.none)",
            ]
        }
        let table = HTMLTable(
            caption: "All symbols",
            head: ["Symbol", "Last", "1 day", "Median +7 d", "Interval +7 d", "Model", "MAPE", "Held"],
            rows: rows)
        return "<div class=\"card\">\(table.markup)</div>"
    }

    /// The symbols that have days.
    private var held: [SymbolReport] { input.symbols.filter { !$0.days.isEmpty } }

    private var comparison: Markup {
        let held = held
        guard let start = HistoryCharts.commonStart(held) else { return .empty }
        let months = monthEnds(from: start)
        let rows = months.map { day -> [Markup] in
            ["\(DateText.long(day))"]
                + held.map { report in
                    let base = report.days.first { $0.day == start }?.values.close
                    let close = report.days.first { $0.day == day }?.values.close
                    guard let base, let close else { return "\(NumberText.none)" }
                    return "\(NumberText.significant(HistoryCharts.base * (close / base), 5))"
                }
        }
        let table = HTMLTable(
            caption: "Closes on a scale on which the first common day is 100",
            head: ["Day"] + held.map(\.symbol.name),
            rows: rows)
        return ChartCard(
            id: "all-comparison", isSimulated: input.isSimulated,
            wide: HistoryCharts.comparison(held, from: start, .wide(300)),
            narrow: HistoryCharts.comparison(held, from: start, .narrow(280)), table: table
        ).markup
    }

    /// The last day of each month on which every symbol may have a close, newest first.
    private func monthEnds(from start: UTCDay) -> [UTCDay] {
        let end = held.compactMap(\.days.last?.day).min() ?? start
        guard start < end else { return [] }
        return (start...end).filter { $0 == end || $0.advanced(by: 1).civil.day == 1 }.reversed()
    }

    private var strip: Markup {
        guard !held.isEmpty else { return .empty }
        let rows = held.map { report -> [Markup] in
            let counts = DayCounts(report.days)
            return [
                "\(report.symbol.name)",
                "\(counts.total)", "\(counts.batch)", "\(counts.speed)", "\(counts.filled)", "\(counts.open)",
            ]
        }
        let table = HTMLTable(
            caption: "Days by origin", head: ["Symbol", "Days", "Batch", "Speed", "Filled", "Forming"],
            rows: rows)
        return ChartCard(
            id: "all-coverage", isSimulated: false, wide: CoverageStrip.scene(held, isNarrow: false),
            narrow: CoverageStrip.scene(held, isNarrow: true), table: table
        ).markup
    }
}
