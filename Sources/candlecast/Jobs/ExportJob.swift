import BatchLayer
import Candles
import Foundation
import Parquet
import ServingLayer

/// Makes the tables of views and writes them as files.
struct ExportJob: Sendable {
    /// Whether the columns that say where a row comes from are written.
    var hasProvenance = true
    /// Only this interval of the candles and gaps; nil for all.
    var interval: Interval?
    /// The interval whose candles are rolled up into ``interval``; nil to write candles as they are.
    var source: Interval?
    /// Only candles that open, and days that begin, inside this range; nil for all.
    var range: TimeRange?

    /// What an export left, or would leave: the path below its folder, the rows, and the bytes if it was written.
    struct Written: Hashable, Sendable, Encodable {
        let path: String
        let rows: Int
        let bytes: Int?
    }

    /// The tables of a view.
    ///
    /// - Throws: ``ProgramError/noInput(_:remedy:)`` if the view needs a forecast and none was made, or a roll-up
    ///   needs candles that are not held.
    func tables(
        _ view: ExportView, _ symbols: [Symbol], from store: CandleStore
    ) async throws -> [ExportTable] {
        var tables: [ExportTable] = []
        var records: [ForecastRecord] = []
        for symbol in symbols {
            switch view {
            case .daily:
                tables.append(.daily(symbol, try await days(symbol, store), hasProvenance: hasProvenance))
            case .prophetInput: tables.append(.prophetInput(symbol, try await days(symbol, store)))
            case .candles, .lake: tables += try await candles(view, symbol, store)
            case .gaps: break
            case .coverage:
                for key in try await keys(symbol, store) {
                    let coverage = try await store.coverage(key)
                    tables.append(.coverage(key, coverage, hasProvenance: hasProvenance))
                }
            case .forecasts, .results, .metrics: records += try await store.forecasts(symbol, latest: 1)
            }
        }
        if view == .gaps {
            var wanted: [SeriesKey] = []
            for symbol in symbols { wanted += try await keys(symbol, store) }
            return try await SeriesGaps.read(wanted, in: store).map { .gaps($0.key, $0.gaps) }
        }
        guard view.needsForecast else { return tables }
        guard !records.isEmpty else {
            throw ProgramError.noInput(
                "no forecast is kept for \(symbols.map(\.name).joined(separator: ", ")).",
                remedy: "Make one with `candlecast forecast`.")
        }
        return switch view {
        case .forecasts: records.map(ExportTable.forecasts)
        case .results: records.map(ExportTable.results)
        default: [ExportTable.metrics(records)]
        }
    }

    private func candles(
        _ view: ExportView, _ symbol: Symbol, _ store: CandleStore
    ) async throws -> [ExportTable] {
        let wanted = source ?? interval
        let held = try await store.summaries().filter {
            $0.key.symbol == symbol && (wanted == nil || $0.key.interval == wanted)
        }
        if let source, held.isEmpty {
            throw ProgramError.noInput(
                "no \(source) candles of \(symbol) are held, so none can be rolled up.",
                remedy: "Fetch them with `candlecast backfill \(symbol) --interval \(source)`.")
        }
        return held.sorted { $0.key < $1.key }.flatMap { series in
            let target = source == nil ? nil : interval
            let query = CandleQuery(key: series.key, range: range, target: target)
            guard view == .lake else {
                let isWhole = range == nil && target == nil
                return [
                    ExportTable.candles(
                        query, hasProvenance: hasProvenance, rows: isWhole ? series.candles : nil)
                ]
            }
            return ExportTable.lake(
                query, first: series.first, last: series.last, hasProvenance: hasProvenance)
        }
    }

    private func days(_ symbol: Symbol, _ store: CandleStore) async throws -> [ServedDay] {
        let days = try await store.daily(symbol)
        guard let range else { return days }
        return days.filter { range.contains($0.day.start) }
    }

    private func keys(_ symbol: Symbol, _ store: CandleStore) async throws -> [SeriesKey] {
        try await store.keys().filter { $0.symbol == symbol && (interval == nil || $0.interval == interval) }
            .sorted()
    }

    /// The files of a view whose tables are small: any but the candles.
    ///
    /// - Throws: As ``tables(_:_:from:)``.
    func files(_ view: ExportView, _ symbols: [Symbol], from store: CandleStore) async throws -> [CSVFile] {
        try await tables(view, symbols, from: store).map(CSVFile.init)
    }
}
