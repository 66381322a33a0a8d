public import ArgumentParser
import BatchLayer
public import Candles
import Foundation
import ServingLayer

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in candles from CSV files, plain, gzip or zip.",
        discussion: """
            The columns, the separator, the unit of the times and the interval are found out and said. Rows in any order \
            and repeated rows are fine; what the exchange says of the same candle is preferred. Rows that are no candles \
            are written, with line and reason, to a file in the data directory's rejects folder.

            EXAMPLES
              candlecast import BTCUSDT.csv --symbol BTCUSDT
              candlecast import *.zip --symbol ETHUSDT --interval 1m
              candlecast import odd.csv --symbol BTCUSDT --columns -,open_time,open,high,low,close,volume --time-unit s
              zcat old.csv.gz | candlecast import - --symbol BTCUSDT --dry-run
            """)

    @Argument(help: ArgumentHelp("Files of candles; - is stdin.", valueName: "file"))
    var files: [String]

    @Option(name: [.customShort("s"), .long], help: "The symbol of the candles, such as BTCUSDT.")
    var symbol: String

    @Option(
        help: ArgumentHelp(
            "The interval of the candles; without it, the step of the rows.", valueName: "interval")
    )
    var interval: Interval?

    @Option(
        help: ArgumentHelp(
            "What the columns are, with commas and - for one to leave out: open_time, open, high, low, close, volume, "
                + "close_time, quote_volume, trades, taker_base_volume, taker_quote_volume, symbol.",
            valueName: "list"))
    var columns: String?

    @Option(
        name: .customLong("time-unit"),
        help: ArgumentHelp(
            "The unit of the times: s, ms or us; without it, told from their size.", valueName: "unit"))
    var timeUnit: FileTimeUnit?

    @Flag(help: "End at the first row that is no candle, before anything of its file is stored.")
    var strict = false

    @Option(help: ArgumentHelp("How many tasks read rows at the same time.", valueName: "number"))
    var threads = 2

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Read the files and say what they hold, and store nothing.")
    var dryRun = false

    @Option(
        name: .customLong("reject-file"),
        help: ArgumentHelp("Add rejected rows to this file.", valueName: "file"))
    var rejectFile: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads must be 1 to 64, was \(threads).")
        }
        if strict, files.contains("-") {
            throw ValidationError("--strict reads its files twice; write stdin to a file first.")
        }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("stdin (-) can be named once.") }
    }

    func run() async throws {
        let context = Context(common, command: "import")
        let name = symbol.trimmingCharacters(in: .whitespaces).uppercased()
        let request = ImportRequest(
            try Symbol(name), interval: interval,
            columns: columns?.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            },
            timeUnit: timeUnit, isStrict: strict, threads: threads, isDryRun: dryRun, rejectFile: rejectFile,
            now: OpenTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        let report = try await ImportRun(context: context, request: request).run(files)
        if common.json {
            context.console.result(try JSONText.document("candlecast.import/1", ImportDocument(report)))
        } else {
            for line in ImportRun.lines(report, hasColor: context.console.outputHasColor) {
                context.console.result(line)
            }
        }
        if let file = report.files.first(where: { $0.counts.candles == 0 && $0.counts.rejected > 0 }) {
            throw FileProblem(
                problem: "no row of \(file.path) is a candle.",
                remedy: "Say what its columns are with --columns and --time-unit; the reasons are "
                    + (file.rejectFile.map { "in \($0)." } ?? "shown by an import without --dry-run."),
                code: .badData)
        }
    }
}

extension FileTimeUnit: ExpressibleByArgument {}
