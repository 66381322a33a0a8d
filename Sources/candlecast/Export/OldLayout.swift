import Candles
import ServingLayer

/// The folders and tables of the pipeline that Candlecast replaces, as far as what is held gives them.
///
/// `daily_raw`, `daily_filled`, `prophet_input`, `missing_days`, `per_day_counts`, `large_gaps_top100` and the four
/// queries in `results`; `forecasts`, `results` and `metrics` of the last forecast, if there is one.
struct OldLayout: Sendable {
    let store: CandleStore
    var hasProvenance = true

    /// The tables of some symbols.
    func tables(_ symbols: [Symbol]) async throws -> [ExportTable] {
        var tables: [ExportTable] = []
        var summaries: [MarketSummary] = []
        var records: [ForecastRecord] = []
        let keys = try await store.keys().sorted()
        for symbol in symbols {
            let days = try await store.daily(symbol)
            tables += [
                .dailyRaw(symbol, days, hasProvenance: hasProvenance),
                .daily(symbol, days, hasProvenance: hasProvenance), .prophetInput(symbol, days),
            ]
            records += try await store.forecasts(symbol, latest: 1)
            // The shortest interval held shows gaps best; the old pipeline had minutes.
            let intervals = keys.filter { $0.symbol == symbol }.map(\.interval)
            guard let interval = intervals.contains(.m1) ? .m1 : intervals.first else { continue }
            summaries.append(
                MarketSummary(
                    symbol: symbol, days: days, interval: interval,
                    held: try await held(SeriesKey(symbol, interval))))
        }
        tables += MarketSummary.tables(summaries).map(ExportTable.init)
        guard !records.isEmpty else { return tables }
        return tables + records.map(ExportTable.forecasts) + records.map(ExportTable.results) + [
            ExportTable.metrics(records)
        ]
    }

    /// The runs of slots that hold a candle.
    private func held(_ key: SeriesKey) async throws -> [TimeRange] {
        try await store.heldRanges(key).ranges
    }
}

extension ExportTable {
    /// A table of texts.
    init(_ table: SummaryTable) {
        self.init(
            path: table.path.hasSuffix(".csv") ? String(table.path.dropLast(4)) : table.path,
            table.header.enumerated().map { index, name in
                (ExportColumn(name, .text), .words(table.rows.map { $0[index] }))
            })
    }
}
