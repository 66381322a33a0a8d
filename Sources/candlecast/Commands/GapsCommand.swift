import ArgumentParser
import Candles
import ServingLayer

struct GapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps",
        abstract: "List what is missing, each hole with its reason and the command that fetches it.",
        discussion: """
            Exit code 1 says that something is missing that a backfill could fetch, or that something is damaged.

            EXAMPLES
              candlecast gaps
              candlecast gaps BTCUSDT --interval 1m --from 2023-03-01 --json
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("Only this interval; may be given more than once.", valueName: "interval"))
    var interval: [Interval] = []

    @Option(help: ArgumentHelp("The first time looked at; without it, the first candle.", valueName: "time"))
    var from: OpenTime?

    @Option(
        help: ArgumentHelp(
            "The end of the times looked at; without it, when the exchange was last asked.", valueName: "time"
        ))
    var to: OpenTime?

    func validate() throws {
        if let from, let to, from >= to { throw ValidationError("--from \(from) must be before --to \(to).") }
    }

    func run() async throws {
        let context = Context(common, command: "gaps")
        let job = GapsJob(intervals: interval, from: from, to: to)
        let found = try await context.withStore(.read) { store in
            try await job.find(try await context.heldSymbols(symbols, in: store), in: store)
        }
        if common.json {
            context.console.result(try JSONText.document("candlecast.gaps/1", GapsDocument(found)))
        } else {
            for line in GapsJob.lines(found, hasColor: context.console.outputHasColor) {
                context.console.result(line)
            }
        }
        guard found.damaged.isEmpty else {
            throw ProgramError.finding(
                "the candles of \(found.damaged.count) chunks are damaged; `candlecast backfill --verify` fetches them."
            )
        }
        let open = found.fetchable
        guard open.isEmpty else {
            let count = open.reduce(0) { $0 + $1.gap.count }
            throw ProgramError.finding(
                "\(open.count == 1 ? "1 gap" : "\(open.count) gaps") with \(NumberText.count(count)) candles"
                    + " can be fetched; `candlecast backfill` does that.")
        }
    }
}
