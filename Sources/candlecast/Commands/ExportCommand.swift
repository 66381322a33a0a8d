import ArgumentParser
import Candles
import Parquet
import ServingLayer

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write views of the store as CSV, JSON lines or Parquet.",
        discussion: """
            Files are written whole or not at all. --view lake writes the candles as Parquet in folders by interval, \
            symbol, year and month, as Spark and DuckDB read them; --from-interval rolls candles up.

            EXAMPLES
              candlecast export --view daily --output csv
              candlecast export BTCUSDT --view candles --interval 1m --no-provenance --output -
              candlecast export --view candles --interval 1h --from-interval 1m --from 2024-01-01
              candlecast export --view lake --interval 1m --output data
              candlecast export --layout old --output data_analysis
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "A view; may be given more than once; without it, all but coverage and lake.", valueName: "view"))
    var view: [ExportView] = []

    @Option(help: "csv, jsonl or parquet; without it csv, and parquet for the lake.")
    var format: ExportFormat?

    @Option(help: "How Parquet is compressed: zstd, gzip or none.")
    var compression: ParquetCompression?

    @Option(help: "views, or old for the folders of the pipeline that this one replaces.")
    var layout = ExportLayout.views

    @Option(help: ArgumentHelp("Only this interval of candles and gaps.", valueName: "interval"))
    var interval: Interval?

    @Option(
        name: .customLong("from-interval"),
        help: ArgumentHelp("Roll candles of this interval up into --interval.", valueName: "interval"))
    var fromInterval: Interval?

    @Option(help: ArgumentHelp("Only candles and days from this time on.", valueName: "time"))
    var from: OpenTime?

    @Option(help: ArgumentHelp("Only candles and days before this time.", valueName: "time"))
    var to: OpenTime?

    @Flag(inversion: .prefixedNo, help: "Write the columns that say where a row comes from.")
    var provenance = true

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The folder written to, or - for stdout.", valueName: "folder"))
    var output = "candlecast-export"

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Say which files would be written, with their rows.")
    var dryRun = false

    private var isLake: Bool { view.contains(.lake) }
    private var target: ExportJob.Target {
        ExportJob.Target(format: format ?? (isLake ? .parquet : .csv), compression: compression ?? .zstd)
    }

    func validate() throws {
        if output == "-" {
            if common.json { throw ValidationError("--output - writes the rows; leave --json out.") }
            if target.format == .parquet {
                throw ValidationError("--output - writes csv or jsonl; Parquet and the lake need a folder.")
            }
        }
        if isLake, view.count > 1 { throw ValidationError("--view lake stands alone.") }
        if isLake, target.format != .parquet {
            throw ValidationError("--view lake is Parquet; leave --format out.")
        }
        if compression != nil, target.format != .parquet {
            throw ValidationError("--compression is for --format parquet.")
        }
        if let from, let to, from >= to { throw ValidationError("--from \(from) must be before --to \(to).") }
        if layout == .old {
            guard view.isEmpty, interval == nil, fromInterval == nil, from == nil, to == nil else {
                throw ValidationError(
                    "--layout old has its own tables; leave --view, intervals and times out.")
            }
        }
        if let fromInterval {
            guard let interval, fromInterval < interval else {
                throw ValidationError("--from-interval \(fromInterval) needs a larger --interval.")
            }
            guard view == [.candles] else { throw ValidationError("--from-interval needs --view candles.") }
        }
    }

    func run() async throws {
        let context = Context(common, command: "export")
        let written = try await context.withStore(.read) { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            let tables = try await tables(wanted, store)
            if dryRun { return try await plan(tables, store) }
            if output == "-" {
                for table in tables { try await ExportJob.print(table, as: target, from: store) }
                return []
            }
            return try await write(tables, context, store)
        }
        if output == "-", !dryRun { return }
        if common.json {
            context.console.result(
                try JSONText.document(
                    "candlecast.export/1",
                    Document(
                        dryRun: dryRun, files: written.map { "\(output)/\($0.path)" }, tables: written)))
        } else {
            for file in written {
                context.console.result("\(output)/\(file.path)  \(NumberText.count(file.rows)) rows")
            }
        }
    }

    private struct Document: Encodable {
        let dryRun: Bool
        let files: [String]
        let tables: [ExportJob.Written]
    }

    private func tables(_ symbols: [Symbol], _ store: CandleStore) async throws -> [ExportTable] {
        if layout == .old {
            return try await OldLayout(store: store, hasProvenance: provenance).tables(symbols)
        }
        var job = ExportJob(hasProvenance: provenance, interval: interval, source: fromInterval)
        if from != nil || to != nil { job.range = TimeRange(from ?? .earliest, to ?? .latest) }
        var tables: [ExportTable] = []
        for view in view.isEmpty ? try await available(symbols, in: store) : view {
            tables += try await job.tables(view, symbols, from: store)
        }
        return tables
    }

    private func available(_ symbols: [Symbol], in store: CandleStore) async throws -> [ExportView] {
        for symbol in symbols where try await !store.forecasts(symbol, latest: 1).isEmpty {
            return ExportView.standard
        }
        return ExportView.standard.filter { !$0.needsForecast }
    }

    private func plan(_ tables: [ExportTable], _ store: CandleStore) async throws -> [ExportJob.Written] {
        var planned: [ExportJob.Written] = []
        for table in tables {
            let rows = try await ExportReader(store: store).count(of: table)
            if rows == 0, table.leavesOutEmpty { continue }
            planned.append(
                ExportJob.Written(
                    path: "\(table.path).\(target.format.fileExtension)", rows: rows, bytes: nil))
        }
        return planned
    }

    private func write(
        _ tables: [ExportTable], _ context: Context, _ store: CandleStore
    ) async throws -> [ExportJob.Written] {
        var written: [ExportJob.Written] = []
        // Readers of a lake take this file as the word that all others are there.
        let mark = "\(output)/lake/candles/_SUCCESS"
        if isLake { ExportFile.remove(mark) }
        for (index, table) in tables.enumerated() {
            context.console.progress("writing \(table.path) (\(index + 1) of \(tables.count))")
            if let file = try await ExportJob.write(table, as: target, below: output, from: store) {
                written.append(file)
            }
        }
        if isLake { try ExportFile(path: mark).finish() }
        return written
    }
}
