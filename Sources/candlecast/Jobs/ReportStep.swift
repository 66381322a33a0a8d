import BatchLayer
import Candles
import Foundation
import Reporting
import ServingLayer

/// Writes the report of a run: one HTML page, charts and CSV files, in a folder of its own.
struct ReportStep: Sendable {
    let context: Context
    let store: CandleStore
    let options: ForecastOptions

    /// Where the report lies, and what is in it.
    struct Written: Sendable, Encodable {
        let folder: String
        let report: String
        let files: [String]
    }

    /// Writes the report of some forecasts into a new folder below `reports/`.
    func write(
        _ outcomes: [ForecastJob.Outcome], symbols: [Symbol], madeAt: OpenTime
    ) async throws -> Written {
        let source = try await store.source() ?? "nothing fetched yet"
        var reports: [SymbolReport] = []
        let wanted = Set(outcomes.map(\.symbol))
        let keys = try await store.keys().filter { wanted.contains($0.symbol) }.sorted()
        let series = try await SeriesGaps.read(keys, in: store)
        for outcome in outcomes {
            let own = series.filter { $0.key.symbol == outcome.symbol }
            let gaps = own.map { IntervalGaps($0.key.interval, $0.gaps) }
            let counts = own.map { series in
                let interval = series.key.interval
                return IntervalCounts(interval, DayCount.counts(of: series.held.ranges, interval: interval))
            }
            reports.append(
                SymbolReport(
                    symbol: outcome.symbol, days: outcome.days, gaps: gaps, counts: counts, run: outcome.run,
                    notes: outcome.refusal.map { ["\($0)"] } ?? [], options: options.words))
        }
        let input = ReportInput(
            title: symbols.map(\.name).joined(separator: ", "), madeAt: madeAt, program: Context.program,
            command: "candlecast report " + symbols.map(\.name).joined(separator: " "), source: source,
            isSimulated: source.hasPrefix("simulated"), symbols: reports)
        let job = ExportJob()
        var files = try await job.files(.daily, symbols, from: store)
        files += try await job.files(.prophetInput, symbols, from: store)
        let records = outcomes.compactMap { ForecastJob(options: options).record($0, madeAt: madeAt) }
        files +=
            records.map(ExportView.forecasts) + records.map(ExportView.results) + [
                ExportView.metrics(records)
            ]
        var charts = ReportCharts.overview(reports, isSimulated: input.isSimulated).map { ($0.name, $0) }
        for report in reports {
            for scene in ReportCharts.scenes(report, isSimulated: input.isSimulated) {
                charts.append(("\(report.symbol)-\(scene.name)", scene))
            }
        }
        let folder = try Self.newFolder(below: context.dataDirectory + "/reports", named: Self.name(madeAt))
        try ExportJob.write(HTMLReport.render(input), to: folder + "/report.html")
        try ExportJob.write(files, below: folder)
        var paths = files.map(\.path)
        for (name, scene) in charts {
            paths.append("visualizations/\(name).svg")
            try ExportJob.write(SVGWriter.document(scene), to: folder + "/visualizations/\(name).svg")
        }
        return Written(folder: folder, report: folder + "/report.html", files: paths)
    }

    /// The time of a report in a form that every file system takes.
    private static func name(_ time: OpenTime) -> String {
        "\(time - time.milliseconds % 1000)".replacing(":", with: "").replacing("-", with: "")
    }

    /// Makes a folder that was not there before: the name, or the name with a number.
    private static func newFolder(below parent: String, named name: String) throws -> String {
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            var number = 1
            while true {
                let path = parent + "/" + name + (number == 1 ? "" : "-\(number)")
                if !FileManager.default.fileExists(atPath: path) {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                    return path
                }
                number += 1
            }
        } catch {
            throw ProgramError.cannotWrite(path: parent, reason: (error as NSError).localizedDescription)
        }
    }
}
