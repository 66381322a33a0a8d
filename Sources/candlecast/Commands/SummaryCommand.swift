import ArgumentParser
import Candles
import ServingLayer

struct SummaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Show counts, moves, volumes and returns of what is held.",
        discussion: """
            Works on what the store holds, without the exchange. All days are UTC days; filled days never count as \
            traded, and a volume that is not known stays unknown.

            EXAMPLES
              candlecast summary
              candlecast summary BTCUSDT ETHUSDT --query moves
              candlecast summary BTCUSDT --interval 1m --query gaps
              candlecast summary --format csv --output summary
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Only this: moves, volume, months, years, gaps, days or counts; without it, all in short form.",
            valueName: "query"))
    var query: SummaryQuery?

    @Option(
        help: ArgumentHelp(
            "The interval whose candles are counted; without it, the smallest that is held.",
            valueName: "interval"))
    var interval: Interval?

    @Option(help: ArgumentHelp("The format of files: csv; needs --output.", valueName: "format"))
    var format: SummaryFormat?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The folder that files are written to.", valueName: "folder"))
    var output: String?

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say which files would be written.")
    var dryRun = false

    func validate() throws {
        if format != nil, output == nil { throw ValidationError("--format csv needs --output FOLDER.") }
        if dryRun, output == nil {
            throw ValidationError("--dry-run needs --output FOLDER; nothing else is written.")
        }
        if output != nil, query != nil {
            throw ValidationError("--output writes all queries; leave --query out.")
        }
    }

    func run() async throws {
        let context = Context(common, command: "summary")
        let summaries = try await context.withStore(.read) { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            return try await SummaryRun(store: store).summaries(of: wanted, interval: interval)
        }
        if let output { return try write(summaries, below: output, context.console) }
        if common.json {
            let document = SummaryDocument(summaries, query)
            return context.console.result(try JSONText.document("candlecast.summary/1", document))
        }
        for line in SummaryText(hasColor: context.console.outputHasColor).lines(summaries, query) {
            context.console.result(line)
        }
    }

    private func write(_ summaries: [MarketSummary], below folder: String, _ console: Console) throws {
        let tables = MarketSummary.tables(summaries)
        if !dryRun { for table in tables { try ExportJob.write(table.csv, to: folder + "/" + table.path) } }
        guard !common.json else {
            let files = tables.map { SummaryDocument.File(path: "\(folder)/\($0.path)", rows: $0.rows.count) }
            return console.result(
                try JSONText.document(
                    "candlecast.summary/1", SummaryDocument.Files(dryRun: dryRun, files: files)))
        }
        for table in tables {
            console.result("\(folder)/\(table.path)  \(NumberText.count(table.rows.count)) rows")
        }
    }
}

/// A question that a summary answers.
enum SummaryQuery: String, CaseIterable, ExpressibleByArgument {
    case moves
    case volume
    case months
    case years
    case gaps
    case days
    case counts
}

/// A format of files.
enum SummaryFormat: String, CaseIterable, ExpressibleByArgument {
    case csv
}
