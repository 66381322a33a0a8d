import Candles
import Parquet

extension ExportTable {
    private static let values: [ExportColumn] = [
        ExportColumn("open_time", .milliseconds), ExportColumn("open", .number),
        ExportColumn("high", .number),
        ExportColumn("low", .number), ExportColumn("close", .number),
        ExportColumn("base_volume", .number, isOptional: true), ExportColumn("close_time", .milliseconds),
        ExportColumn("quote_volume", .number, isOptional: true),
        ExportColumn("trades", .whole, isOptional: true),
        ExportColumn("taker_base_volume", .number, isOptional: true),
        ExportColumn("taker_quote_volume", .number, isOptional: true),
    ]
    private static let vintage = ExportColumn("vintage", .text, isProvenance: true)
    private static let isClosed = ExportColumn("closed", .flag)

    /// The candles of one series, as the exchange lays them out.
    static func candles(_ query: CandleQuery, hasProvenance: Bool, rows: Int?) -> ExportTable {
        let key = query.key
        var path = "candles/\(key.symbol)-\(key.interval.fileName)"
        var columns = values + [ExportColumn("ignore", .whole)]
        if let target = query.target {
            path = "candles/\(key.symbol)-\(target.fileName)-from-\(key.interval.fileName)"
            columns.append(ExportColumn("candles", .whole))
        }
        return ExportTable(
            path: path, columns: columns + (hasProvenance ? [vintage] : []) + [isClosed], candles: query,
            rows: rows)
    }

    /// The candles of one series in a Hive layout, a file for each month.
    ///
    /// The interval, the symbol, the year and the month stand in the path and are columns to every engine that knows
    /// the layout, so they are not in the files.
    static func lake(
        _ query: CandleQuery, first: OpenTime, last: OpenTime, hasProvenance: Bool
    ) -> [ExportTable] {
        let limits = TimeRange(first, last + 1)
        let wanted = query.range?.clamped(to: limits) ?? limits
        guard !wanted.isEmpty else { return [] }
        let months = sequence(first: Interval.month.slot(containing: wanted.start)) {
            Interval.month.slot(after: $0)
        }
        return months.prefix { $0 < wanted.end }.map { month in
            var part = query
            part.range = TimeRange(month, Interval.month.slot(after: month)).clamped(to: wanted)
            let date = month.day.civil
            let name = date.month < 10 ? "0\(date.month)" : "\(date.month)"
            var table = ExportTable(
                path: "lake/candles/interval=\(query.key.interval.fileName)/symbol=\(query.key.symbol)"
                    + "/year=\(date.year)/month=\(name)/part-0",
                columns: values + (hasProvenance ? [vintage] : []) + [isClosed], candles: part)
            table.leavesOutEmpty = true
            return table
        }
    }

    /// The gaps of one series, each with its reason.
    static func gaps(_ key: SeriesKey, _ gaps: [Gap]) -> ExportTable {
        ExportTable(
            path: "gaps/\(key.symbol)-\(key.interval.fileName)",
            names(key, count: gaps.count) + [
                (ExportColumn("from", .instant), .times(gaps.map(\.range.start))),
                (ExportColumn("to", .instant), .times(gaps.map(\.range.end))),
                (ExportColumn("count", .whole), .wholes(gaps.map { Int64($0.count) })),
                (
                    ExportColumn("reason", .text),
                    .words(gaps.map { $0.reason.rawValue.replacing(" ", with: "_") })
                ),
            ])
    }

    /// What the exchange has answered for about one series.
    static func coverage(_ key: SeriesKey, _ coverage: Coverage, hasProvenance: Bool) -> ExportTable {
        let answers = coverage.answers
        return ExportTable(
            path: "coverage/\(key.symbol)-\(key.interval.fileName)", hasProvenance: hasProvenance,
            names(key, count: answers.count) + [
                (ExportColumn("from", .instant), .times(answers.map(\.range.start))),
                (ExportColumn("to", .instant), .times(answers.map(\.range.end))),
                (
                    ExportColumn("answered_at", .instant, isProvenance: true),
                    .times(answers.map(\.answeredAt))
                ),
            ])
    }

    private static func names(
        _ key: SeriesKey, count: Int
    ) -> [(column: ExportColumn, values: ParquetVector)] {
        [
            (ExportColumn("symbol", .text), .word(key.symbol.name, count: count)),
            (ExportColumn("interval", .text), .word(key.interval.rawValue, count: count)),
        ]
    }
}
