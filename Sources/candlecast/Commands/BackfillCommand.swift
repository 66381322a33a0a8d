import ArgumentParser
import BatchLayer
import Candles
import ServingLayer

struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Find what is missing and fetch it over REST.",
        discussion: """
            Without --interval: daily candles from the listing on, and minutes of the last days. What the exchange is \
            known not to have is not asked for again.

            EXAMPLES
              candlecast backfill BTCUSDT ETHUSDT
              candlecast backfill BTCUSDT --interval 1m --from 2023-03-20 --to 2023-04-10
              candlecast backfill --dry-run
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("An interval to fetch; may be given more than once.", valueName: "interval"))
    var interval: [Interval] = []

    @Option(help: ArgumentHelp("The first time wanted; without it, the listing.", valueName: "time"))
    var from: OpenTime?

    @Option(
        help: ArgumentHelp("The end of the times wanted, not included; without it, now.", valueName: "time"))
    var to: OpenTime?

    @Option(
        name: .customLong("minute-days"), help: ArgumentHelp("Days of minutes to keep.", valueName: "days"))
    var minuteDays = 3

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Say what would be fetched, and fetch nothing.")
    var dryRun = false

    func validate() throws {
        guard (0...3650).contains(minuteDays) else {
            throw ValidationError("--minute-days must be 0 to 3650, was \(minuteDays).")
        }
        if let from, let to, from >= to { throw ValidationError("--from \(from) must be before --to \(to).") }
        for time in [from, to].compactMap({ $0 }) where time < .earliest {
            throw ValidationError("\(time) is before 2009; no exchange has candles from then.")
        }
        if interval.isEmpty, from != nil || to != nil {
            throw ValidationError("--from and --to need an --interval.")
        }
    }

    func run() async throws {
        let context = Context(common, command: "backfill")
        let report = try await context.withStore(isDryRun: dryRun) { store in
            let wanted = try await context.symbols(symbols, heldBy: store)
            return try await context.withClient { client in
                let ranges = Set(interval).sorted().map {
                    BackfillRequest.SeriesRange($0, from: from, to: to)
                }
                let job = BackfillRun(context: context, client: client, store: store)
                return try await job.run(
                    wanted, ranges: ranges.isEmpty ? nil : ranges, minuteDays: minuteDays, isDryRun: dryRun)
            }
        }
        if common.json {
            context.console.result(try JSONText.document("candlecast.backfill/1", BackfillDocument(report)))
        } else {
            for line in BackfillRun.table(report, hasColor: context.console.outputHasColor) {
                context.console.result(line)
            }
        }
    }
}
