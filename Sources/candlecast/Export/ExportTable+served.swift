import Candles
import Parquet

extension ExportTable {
    /// The served daily series of one symbol, with or without the columns that say where a row comes from.
    static func daily(_ symbol: Symbol, _ days: [ServedDay], hasProvenance: Bool) -> ExportTable {
        ExportTable(
            path: "daily_filled/\(symbol)", hasProvenance: hasProvenance,
            values(symbol, days) + [
                (ExportColumn("ma7", .number, isOptional: true), .numbers(days.map(\.ma7))),
                (ExportColumn("ma30", .number, isOptional: true), .numbers(days.map(\.ma30))),
            ] + sources(days))
    }

    /// The days of one symbol as they are held: without the filled ones and without averages over those.
    static func dailyRaw(_ symbol: Symbol, _ days: [ServedDay], hasProvenance: Bool) -> ExportTable {
        let held = days.filter { $0.origin != .filled }
        return ExportTable(
            path: "daily_raw/\(symbol)", hasProvenance: hasProvenance, values(symbol, held) + sources(held))
    }

    /// The closed days of one symbol as Prophet's input, as the models see them: without filled days.
    static func prophetInput(_ symbol: Symbol, _ days: [ServedDay]) -> ExportTable {
        let seen = days.filter { $0.isClosed && $0.origin != .filled }
        return ExportTable(
            path: "prophet_input/\(symbol)",
            [
                (ExportColumn("ds", .day), .days(seen.map(\.day))),
                (ExportColumn("y", .number), .numbers(seen.map(\.values.close))),
                (ExportColumn("symbol", .text), .word(symbol.name, count: seen.count)),
            ])
    }

    private static func values(
        _ symbol: Symbol, _ days: [ServedDay]
    ) -> [(column: ExportColumn, values: ParquetVector)] {
        let candles = days.map(\.values)
        return [
            (ExportColumn("symbol", .text), .word(symbol.name, count: days.count)),
            (ExportColumn("date", .day), .days(days.map(\.day))),
            (ExportColumn("open", .number), .numbers(candles.map(\.open))),
            (ExportColumn("high", .number), .numbers(candles.map(\.high))),
            (ExportColumn("low", .number), .numbers(candles.map(\.low))),
            (ExportColumn("close", .number), .numbers(candles.map(\.close))),
            (ExportColumn("base_volume", .number, isOptional: true), .numbers(candles.map(\.baseVolume))),
            (ExportColumn("quote_volume", .number, isOptional: true), .numbers(candles.map(\.quoteVolume))),
            (ExportColumn("trades", .whole, isOptional: true), .wholes(candles.map(\.trades))),
        ]
    }

    private static func sources(_ days: [ServedDay]) -> [(column: ExportColumn, values: ParquetVector)] {
        [
            (
                ExportColumn("minutes", .whole, isOptional: true),
                .wholes(days.map { $0.minutes.map(Int64.init) })
            ),
            (ExportColumn("vintage", .text, isProvenance: true), .words(days.map(\.vintage.name))),
            (ExportColumn("origin", .text, isProvenance: true), .words(days.map(\.origin.rawValue))),
            (ExportColumn("closed", .flag), ParquetVector(.booleans(days.map(\.isClosed)))),
        ]
    }
}
