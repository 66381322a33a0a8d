import Candles
import Forecasting

extension SymbolSection {
    /// What is held of the symbol, and what is missing.
    var dataCard: Markup {
        let counts = DayCounts(report.days)
        let first = report.days.first.map { DateText.full($0.day) } ?? NumberText.none
        let last = report.days.last.map { DateText.full($0.day) } ?? NumberText.none
        let rows: [(String, Markup)] = [
            ("First day", "\(first)"), ("Last day", "\(last)"),
            ("Days", "\(Self.count(counts.total)), of which \(Self.count(counts.closed)) are closed"),
            ("Batch", "<i class=\"key batch\"></i>\(Self.count(counts.batch))"),
            ("Speed", "<i class=\"key speed\"></i>\(Self.count(counts.speed))"),
            ("Filled", "<i class=\"key filled\"></i>\(Self.count(counts.filled))"),
            ("Forming", "<i class=\"key open\"></i>\(counts.open)"),
        ]
        return """
            <div class="card"><h3>Data</h3>
            \(Self.list(rows))
            <h4>Missing candles</h4>
            \(gaps)</div>
            """
    }

    private var gaps: Markup {
        let rows = report.gaps.flatMap { series -> [[Markup]] in
            let byReason = Dictionary(grouping: series.gaps, by: \.reason)
            return Gap.Reason.allCases.compactMap { reason -> [Markup]? in
                guard let gaps = byReason[reason], let longest = gaps.max(by: { $0.count < $1.count }) else {
                    return nil
                }
                let total = gaps.reduce(0) { $0 + $1.count }
                return [
                    "\(series.interval.rawValue)", "\(reason.rawValue)", "\(gaps.count)",
                    "\(Self.count(total))",
                    "\(longest.range.start.day.description), \(Self.count(longest.count))",
                ]
            }
        }
        guard !rows.isEmpty else {
            let looked = report.gaps.map(\.interval.rawValue).joined(separator: ", ")
            return looked.isEmpty
                ? "<p class=\"hint\">Gaps were not looked for.</p>"
                : "<p class=\"hint\">Nothing is missing (\(looked)).</p>"
        }
        return HTMLTable(
            caption: "Missing candles by reason", head: ["Interval", "Reason", "Gaps", "Candles", "Longest"],
            rows: rows
        ).markup
    }

    /// How the figures were made, so that they can be made again.
    var provenance: Markup {
        var rows: [(String, Markup)] = [
            ("Made", "\(DateText.minute(input.madeAt))"), ("Program", "\(input.program)"),
            ("Source", "\(input.source)"), ("Command", "<code>\(input.command)</code>"),
        ]
        if let forecast = report.forecasts.first {
            let start = report.days.first.map { DateText.long($0.day) } ?? NumberText.none
            rows.append(("Data used", "\(start) to \(DateText.long(forecast.cutoff)), closed days only"))
        }
        if !report.options.isEmpty { rows.append(("Options", "\(report.options)")) }
        if let study = report.study {
            let options = study.options
            rows += [
                (
                    "Study",
                    """
                    horizon \(options.horizon) d, period \(options.period) d, at least \(study.initial) days of \
                    training, \(study.cutoffs.count) cutoffs
                    """
                ),
                ("Seed", "\(String(options.seed))"),
            ]
        }
        for forecast in report.forecasts {
            guard let fit = forecast.fit else { continue }
            rows.append(
                (
                    "\(SymbolReport.label(forecast.model)) fit",
                    """
                    \(Self.count(fit.observations)) closes, \(fit.activeChangepoints) of \(fit.changepoints) \
                    changepoints used, \(fit.rounds) rounds, KKT residual \(NumberText.scientific(fit.kktResidual))
                    """
                ))
        }
        return "<div class=\"card\"><h3>How this was made</h3>\(Self.list(rows))</div>"
    }

    private static func count(_ number: Int) -> String { NumberText.fixed(Double(number), 0) }

    private static func list(_ rows: [(String, Markup)]) -> Markup {
        let items = rows.map { name, value -> Markup in "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
        return "<dl>\(items)</dl>"
    }
}
