import Candles
import Foundation
import ServingLayer

/// Writes views of the store as files.
struct ExportJob: Sendable {
    /// Whether the columns that say where a row comes from are written.
    var hasProvenance = true
    /// Only this interval of the candles and gaps; nil for all.
    var interval: Interval?

    /// The files of a view.
    ///
    /// - Throws: ``ProgramError/noInput(_:remedy:)`` if the view needs a forecast and none was made.
    func files(_ view: ExportView, _ symbols: [Symbol], from store: CandleStore) async throws -> [CSVFile] {
        var files: [CSVFile] = []
        var records: [ForecastRecord] = []
        for symbol in symbols {
            switch view {
            case .daily:
                files.append(
                    ExportView.daily(symbol, try await store.daily(symbol), hasProvenance: hasProvenance))
            case .prophetInput: files.append(ExportView.prophetInput(symbol, try await store.daily(symbol)))
            case .candles:
                for key in try await keys(symbol, store) {
                    files.append(
                        ExportView.candles(key, try await store.candles(key), hasProvenance: hasProvenance))
                }
            case .gaps:
                for key in try await keys(symbol, store) {
                    files.append(ExportView.gaps(key, try await Self.gaps(key, in: store)))
                }
            case .forecasts, .results, .metrics: records += try await store.forecasts(symbol, latest: 1)
            }
        }
        guard view.needsForecast else { return files }
        guard !records.isEmpty else {
            throw ProgramError.noInput(
                "no forecast is kept for \(symbols.map(\.name).joined(separator: ", ")).",
                remedy: "Make one with `candlecast forecast`.")
        }
        return switch view {
        case .forecasts: records.map(ExportView.forecasts)
        case .results: records.map(ExportView.results)
        default: [ExportView.metrics(records)]
        }
    }

    /// The gaps of a series from its first held candle to the last time that the exchange was asked for anything.
    static func gaps(_ key: SeriesKey, in store: CandleStore) async throws -> [Gap] {
        let held = try await store.openTimes(key)
        let coverage = try await store.coverage(key)
        var asked = coverage.answers.map(\.answeredAt)
        for other in try await store.keys() {
            asked += try await store.coverage(other).answers.map(\.answeredAt)
        }
        let starts = held.prefix(1) + coverage.answers.map { max($0.range.start, .earliest) }
        guard let start = held.first ?? starts.min() else { return [] }
        let ends =
            asked.map { key.interval.slot(containing: $0) }
            + held.suffix(1).map { key.interval.slot(after: $0) }
        let finder = GapFinder(interval: key.interval, held: held, coverage: coverage)
        return finder.gaps(in: TimeRange(start, ends.max() ?? start))
    }

    private func keys(_ symbol: Symbol, _ store: CandleStore) async throws -> [SeriesKey] {
        try await store.keys().filter { $0.symbol == symbol && (interval == nil || $0.interval == interval) }
            .sorted()
    }

    /// Writes files below a folder, each whole or not at all.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    static func write(_ files: [CSVFile], below folder: String) throws {
        for file in files { try write(file.text, to: folder + "/" + file.path) }
    }

    /// Writes a text file whole or not at all, with the folders that it needs.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    static func write(_ text: String, to path: String) throws {
        let url = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw ProgramError.cannotWrite(path: path, reason: (error as NSError).localizedDescription)
        }
    }
}
