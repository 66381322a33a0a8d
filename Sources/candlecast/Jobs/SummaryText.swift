import Candles

/// A summary as tables for the terminal.
struct SummaryText {
    let hasColor: Bool

    /// The rows of each table when all of them are shown.
    private static let short = 3

    /// The lines of one query, or of all in short form.
    func lines(_ summaries: [MarketSummary], _ query: SummaryQuery?) -> [String] {
        if let query { return table(query, summaries, limit: .max).lines(hasColor: hasColor) }
        var lines = overview(summaries).lines(hasColor: hasColor)
        for query in [SummaryQuery.moves, .volume, .years, .months, .gaps, .days, .counts] {
            let table = table(query, summaries, limit: query == .years ? 20 : Self.short)
            let body = table.lines(hasColor: hasColor)
            // A header and a rule without rows say nothing.
            guard body.count > 2 else { continue }
            lines += ["", Style.bold.apply(Self.title(query), when: hasColor)] + body
        }
        return lines
    }

    private func overview(_ summaries: [MarketSummary]) -> TextTable {
        var table = TextTable([
            "symbol", "first day", "last day", ">traded", ">missing", "interval", ">candles", ">of",
            ">incomplete days",
        ])
        for summary in summaries {
            let held = summary.counts.reduce(0) { $0 + $1.held }
            let expected = summary.counts.reduce(0) { $0 + $1.expected }
            table.add([
                summary.symbol.name, summary.days.map { "\($0.lowerBound)" } ?? "-",
                summary.days.map { "\($0.upperBound)" } ?? "-", NumberText.count(summary.tradedDays),
                NumberText.count(summary.missingDays.count), summary.interval.rawValue,
                NumberText.count(held),
                NumberText.count(expected), NumberText.count(summary.counts.count { !$0.isComplete }),
            ])
        }
        return table
    }

    private static func title(_ query: SummaryQuery) -> String {
        switch query {
        case .moves: "Largest daily moves, the first \(short) of 10 (--query moves)"
        case .volume: "Largest volume days, the first \(short) of 10 (--query volume)"
        case .years: "Returns by year (--query years)"
        case .months: "Mean daily volume by month, the last \(short) (--query months)"
        case .gaps: "Largest gaps, the first \(short) of 100 (--query gaps)"
        case .days: "Missing days, the last \(short) (--query days)"
        case .counts: "Incomplete days, the last \(short) (--query counts)"
        }
    }

    private func table(_ query: SummaryQuery, _ summaries: [MarketSummary], limit: Int) -> TextTable {
        var table = TextTable(["symbol"] + Self.columns(query))
        for summary in summaries {
            for row in Self.rows(query, summary, limit) { table.add([summary.symbol.name] + row) }
        }
        return table
    }

    private static func columns(_ query: SummaryQuery) -> [String] {
        switch query {
        case .moves: ["day", ">move", ">change", ">close", ">close before", "since"]
        case .volume: ["day", ">base volume", ">quote volume", ">trades", ">close"]
        case .months: ["month", ">base volume a day", ">quote volume a day", ">days", ">known"]
        case .years: ["year", ">mean a day", ">whole year", ">days", ">last close"]
        case .gaps: ["interval", "from", "to", ">candles"]
        case .days: ["missing day"]
        case .counts: ["interval", "day", ">held", ">of"]
        }
    }

    private static func rows(_ query: SummaryQuery, _ summary: MarketSummary, _ limit: Int) -> [[String]] {
        switch query {
        case .moves: summary.moves.prefix(limit).map(row)
        case .volume: summary.volumes.prefix(limit).map(row)
        case .months: summary.months.suffix(limit).map(row)
        case .years: summary.years.suffix(limit).map(row)
        case .gaps:
            summary.gaps.prefix(limit).map { gap in
                [
                    summary.interval.rawValue, "\(gap.range.start)", "\(gap.range.end)",
                    NumberText.count(gap.count),
                ]
            }
        case .days: summary.missingDays.suffix(limit).map { ["\($0)"] }
        case .counts:
            // The short form is about what is wrong; asked for by name, every day is listed.
            (limit == .max ? summary.counts : summary.counts.filter { !$0.isComplete }).suffix(limit).map {
                [
                    summary.interval.rawValue, "\($0.day)", NumberText.count($0.held),
                    NumberText.count($0.expected),
                ]
            }
        }
    }

    private static func row(_ move: DailyMove) -> [String] {
        [
            "\(move.day)", signed(100 * move.fraction, 2) + " %", signed(move.change, 2),
            NumberText.price(move.close), NumberText.price(move.previousClose),
            move.previousDay.advanced(by: 1) == move.day ? "" : "\(move.previousDay)",
        ]
    }

    private static func row(_ volume: DailyVolume) -> [String] {
        [
            "\(volume.day)", NumberText.price(volume.baseVolume),
            volume.quoteVolume.map { NumberText.grouped($0, places: 0) } ?? "-",
            volume.trades.map { NumberText.count($0) } ?? "-",
            NumberText.price(volume.close),
        ]
    }

    private static func row(_ month: MonthlyVolume) -> [String] {
        [
            month.name, month.meanBaseVolume.map(NumberText.price) ?? "-",
            month.meanQuoteVolume.map { NumberText.grouped($0, places: 0) } ?? "-", "\(month.days)",
            "\(month.knownDays)",
        ]
    }

    private static func row(_ year: YearlyReturn) -> [String] {
        [
            "\(year.year)", year.meanReturn.map { signed(100 * $0, 3) + " %" } ?? "-",
            year.totalReturn.map { signed(100 * $0, 1) + " %" } ?? "-", "\(year.days)",
            NumberText.price(year.lastClose),
        ]
    }

    private static func signed(_ value: Double, _ places: Int) -> String {
        (value > 0 ? "+" : "") + NumberText.grouped(value, places: places)
    }
}
