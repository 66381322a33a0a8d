import ArgumentParser
import Candles
import ServingLayer

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write views of the store as CSV files.",
        discussion: """
            EXAMPLES
              candlecast export --view daily --output csv
              candlecast export BTCUSDT --view candles --interval 1m --no-provenance --output -
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "A view; may be given more than once; without it, all that there is.", valueName: "view"))
    var view: [ExportView] = []

    @Option(help: ArgumentHelp("Only this interval of candles and gaps.", valueName: "interval"))
    var interval: Interval?

    @Flag(inversion: .prefixedNo, help: "Write the columns that say where a row comes from.")
    var provenance = true

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The folder written to, or - for stdout.", valueName: "folder"))
    var output = "candlecast-export"

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say which files would be written.")
    var dryRun = false

    func validate() throws {
        if output == "-", common.json { throw ValidationError("--output - writes CSV; leave --json out.") }
    }

    func run() async throws {
        let context = Context(common, command: "export")
        let files = try await context.withStore(.read) { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            let job = ExportJob(hasProvenance: provenance, interval: interval)
            var files: [CSVFile] = []
            for view in view.isEmpty ? try await available(wanted, in: store) : view {
                files += try await job.files(view, wanted, from: store)
            }
            return files
        }
        if output == "-" {
            for file in files { context.console.result(String(file.text.dropLast())) }
            return
        }
        if !dryRun { try ExportJob.write(files, below: output) }
        if common.json {
            context.console.result(
                try JSONText.document("candlecast.export/1", ["files": files.map { "\(output)/\($0.path)" }]))
        } else {
            for file in files {
                let rows = file.text.utf8.count { $0 == 0x0A } - 1
                context.console.result("\(output)/\(file.path)  \(NumberText.count(rows)) rows")
            }
        }
    }

    private func available(_ symbols: [Symbol], in store: CandleStore) async throws -> [ExportView] {
        for symbol in symbols where try await !store.forecasts(symbol, latest: 1).isEmpty {
            return ExportView.allCases
        }
        return ExportView.allCases.filter { !$0.needsForecast }
    }
}
