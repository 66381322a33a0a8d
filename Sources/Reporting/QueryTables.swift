import Candles

/// The four questions that a history is asked first, as tables, and the days of which candles are missing.
enum QueryTables {
    /// The ten largest moves in percent.
    static func moves(_ report: SymbolReport) -> HTMLTable {
        let price = report.price
        let rows = DailyMove.largest(of: DailyMove.moves(of: report.days)).map { move -> [Markup] in
            let percent = 100 * move.fraction
            let kind: Markup = percent < 0 ? "down" : "up"
            return [
                "\(move.day.description)",
                "<span class=\"\(kind)\">\(NumberText.percent(percent, 2, isSigned: true))</span>",
                "\(NumberText.fixed(move.change, price.decimals, isSigned: true))",
                "\(price.full(move.close))", "\(price.full(move.previousClose))",
            ]
        }
        return HTMLTable(
            caption: "Largest daily moves of \(report.symbol)",
            head: ["Day", "Move", "Change", "Close", "Close before"], rows: rows)
    }

    /// The ten days of the largest base volume.
    static func volumes(_ report: SymbolReport) -> HTMLTable {
        let rows = DailyVolume.largest(of: report.days).map { volume -> [Markup] in
            [
                "\(volume.day.description)", "\(NumberText.significant(volume.baseVolume, 6))",
                "\(volume.quoteVolume.map(NumberText.compact) ?? NumberText.none)",
                "\(volume.trades.map { NumberText.fixed(Double($0), 0) } ?? NumberText.none)",
                "\(report.price.full(volume.close))",
            ]
        }
        return HTMLTable(
            caption: "Days of the largest volume of \(report.symbol)",
            head: ["Day", "Base volume", "Quote volume", "Trades", "Close"], rows: rows)
    }

    /// The mean daily volume of each month, the newest first.
    static func months(_ report: SymbolReport) -> HTMLTable {
        let mean = { (value: Double?) in value.map { NumberText.significant($0, 6) } ?? NumberText.none }
        let rows = MonthlyVolume.months(of: report.days).reversed().map { month -> [Markup] in
            let known =
                month.knownDays == month.days ? "\(month.days)" : "\(month.knownDays) of \(month.days)"
            return [
                "\(month.name)", "\(mean(month.meanBaseVolume))",
                "\(month.meanQuoteVolume.map(NumberText.compact) ?? NumberText.none)", "\(known)",
            ]
        }
        return HTMLTable(
            caption: "Mean daily volume of each month of \(report.symbol), newest first",
            head: ["Month", "Base volume", "Quote volume", "Days"], rows: rows)
    }

    /// The mean daily return and the total return of each year, the newest first.
    static func years(_ report: SymbolReport) -> HTMLTable {
        let percent = { (fraction: Double?, decimals: Int) -> Markup in
            guard let fraction else { return "\(NumberText.none)" }
            let kind: Markup = fraction < 0 ? "down" : "up"
            return
                "<span class=\"\(kind)\">\(NumberText.percent(100 * fraction, decimals, isSigned: true))</span>"
        }
        let rows = YearlyReturn.years(of: report.days).reversed().map { year -> [Markup] in
            [
                "\(String(year.year))", percent(year.meanReturn, 3), percent(year.totalReturn, 1),
                "\(String(year.days))", "\(report.price.full(year.lastClose))",
            ]
        }
        return HTMLTable(
            caption: "Returns of each year of \(report.symbol), newest first",
            head: ["Year", "Mean a day", "Whole year", "Days", "Last close"], rows: rows)
    }

    /// The most days listed in the table of the calendar.
    static let dayLimit = 200

    /// The days that are not complete, newest first; nil if none was counted.
    static func incompleteDays(_ report: SymbolReport) -> HTMLTable? {
        guard !report.counts.isEmpty else { return nil }
        let all = report.counts.flatMap { series -> [(Interval, DayCount)] in
            series.counts.filter { !$0.isComplete }.map { (series.interval, $0) }
        }
        let days = all.sorted { left, right in
            left.1.day == right.1.day ? left.0 < right.0 : left.1.day > right.1.day
        }
        let rows = days.prefix(dayLimit).map { interval, count -> [Markup] in
            [
                "\(count.day.description)", "\(interval.rawValue)",
                "\(NumberText.fixed(Double(count.held), 0))",
                "\(NumberText.fixed(Double(count.expected), 0))",
            ]
        }
        let cut = days.count > dayLimit ? ", the newest \(dayLimit) of \(days.count)" : ""
        return HTMLTable(
            caption: "Days of \(report.symbol) that are not complete\(cut)",
            head: ["Day", "Interval", "Held", "Of"], rows: rows)
    }
}
