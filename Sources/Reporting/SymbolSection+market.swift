import Candles

extension SymbolSection {
    /// How the symbol moved and traded, and how complete its candles are.
    var market: [Markup] {
        [
            recent, history, calendar,
            grid(
                [
                    query(
                        "Largest daily moves", "Close against the close of the traded day before, in UTC.",
                        QueryTables.moves(report)),
                    query(
                        "Largest volume days", "By base volume; days whose volume is not known are left out.",
                        QueryTables.volumes(report)),
                    query(
                        "Returns by year",
                        "Mean of the daily returns, and last close of the year over the last one before it.",
                        QueryTables.years(report)),
                    query(
                        "Mean volume by month", "Over traded days of known volume; filled days do not count.",
                        QueryTables.months(report)),
                ], "two"),
        ]
    }

    private var recent: Markup {
        card(
            "close-90d", wide: AverageChart.recent(report, .wide(320)),
            narrow: AverageChart.recent(report, .narrow(320)), table: ReportTables.averages(report))
    }

    private var history: Markup {
        card(
            "history", wide: AverageChart.history(report, .wide(320)),
            narrow: AverageChart.history(report, .narrow(300)), table: ReportTables.months(report))
    }

    private var calendar: Markup {
        guard let wide = CountHeatMap.scene(report, isNarrow: false) else { return .empty }
        return card(
            "candles-per-day", wide: wide, narrow: CountHeatMap.scene(report, isNarrow: true),
            table: QueryTables.incompleteDays(report))
    }

    private func query(_ title: String, _ hint: String, _ table: HTMLTable) -> Markup {
        guard !table.rows.isEmpty else { return .empty }
        return """
            <div class="card"><h3>\(title)</h3>
            <p class="hint">\(hint)</p>
            \(table.markup)</div>
            """
    }
}
