/// A table of a summary as plain text: where it belongs, its columns and its rows.
public struct SummaryTable: Hashable, Sendable {
    /// The file below the output folder, such as `per_day_counts/BTCUSDT.csv`.
    public let path: String
    /// The names of the columns.
    public let header: [String]
    /// The rows, with as many fields as there are columns; no field needs quotes.
    public let rows: [[String]]

    /// A table of some rows.
    public init(path: String, header: [String], rows: [[String]]) {
        self.path = path
        self.header = header
        self.rows = rows
    }

    /// The table as CSV with a header line, each line ended by a line feed.
    public var csv: String { ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined() }
}

extension MarketSummary {
    /// The tables of some symbols: three files for each symbol, and one file for each query over all of them.
    ///
    /// Numbers are in their shortest plain form, returns are in percent, an unknown volume is an empty field.
    public static func tables(_ summaries: [MarketSummary]) -> [SummaryTable] {
        summaries.flatMap { [$0.countTable, $0.gapTable, $0.missingTable] } + [
            query(
                "largest_daily_moves", summaries,
                [
                    "date", "previous_date", "close", "previous_close", "change", "change_pct",
                    "abs_change_pct",
                ]
            ) { $0.moves.map(fields) },
            query(
                "largest_volume_days", summaries, ["date", "base_volume", "quote_volume", "trades", "close"]
            ) { $0.volumes.map(fields) },
            query(
                "mean_volume_per_month", summaries,
                ["month", "days", "known_days", "mean_base_volume", "mean_quote_volume"]
            ) { $0.months.map(fields) },
            query(
                "mean_return_per_year", summaries,
                ["year", "days", "mean_daily_return_pct", "total_return_pct", "last_close"]
            ) { $0.years.map(fields) },
        ]
    }

    private var countTable: SummaryTable {
        SummaryTable(
            path: "per_day_counts/\(symbol).csv", header: ["symbol", "interval", "date", "held", "expected"],
            rows: counts.map { count in
                [symbol.name, interval.rawValue, "\(count.day)", "\(count.held)", "\(count.expected)"]
            })
    }

    private var gapTable: SummaryTable {
        SummaryTable(
            path: "large_gaps_top100/\(symbol).csv",
            header: ["symbol", "interval", "from", "to", "candles", "seconds"],
            rows: gaps.map { gap in
                [
                    symbol.name, interval.rawValue, "\(gap.range.start)", "\(gap.range.end)", "\(gap.count)",
                    "\(gap.range.length / 1000)",
                ]
            })
    }

    private var missingTable: SummaryTable {
        SummaryTable(
            path: "missing_days/\(symbol).csv", header: ["symbol", "date"],
            rows: missingDays.map { [symbol.name, "\($0)"] })
    }

    private static func query(
        _ name: String, _ summaries: [MarketSummary], _ header: [String],
        _ rows: (MarketSummary) -> [[String]]
    ) -> SummaryTable {
        SummaryTable(
            path: "results/\(name).csv", header: ["symbol"] + header,
            rows: summaries.flatMap { summary in rows(summary).map { [summary.symbol.name] + $0 } })
    }

    private static func fields(_ move: DailyMove) -> [String] {
        [
            "\(move.day)", "\(move.previousDay)", Decimal.text(move.close), Decimal.text(move.previousClose),
            Decimal.text(move.change), Decimal.text(100 * move.fraction),
            Decimal.text(100 * abs(move.fraction)),
        ]
    }

    private static func fields(_ volume: DailyVolume) -> [String] {
        [
            "\(volume.day)", Decimal.text(volume.baseVolume), KlineRow.text(volume.quoteVolume),
            volume.trades.map(String.init) ?? "", Decimal.text(volume.close),
        ]
    }

    private static func fields(_ month: MonthlyVolume) -> [String] {
        [
            month.name, "\(month.days)", "\(month.knownDays)", KlineRow.text(month.meanBaseVolume),
            KlineRow.text(month.meanQuoteVolume),
        ]
    }

    private static func fields(_ year: YearlyReturn) -> [String] {
        [
            "\(year.year)", "\(year.days)", KlineRow.text(year.meanReturn.map { 100 * $0 }),
            KlineRow.text(year.totalReturn.map { 100 * $0 }), Decimal.text(year.lastClose),
        ]
    }
}
