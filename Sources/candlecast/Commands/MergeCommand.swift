import ArgumentParser
import Candles
import ServingLayer

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Rebuild the served daily series from batch and speed, and count its rows.",
        discussion: """
            EXAMPLES
              candlecast merge
              candlecast merge BTCUSDT --json
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Count the rows as they are; rebuild nothing.")
    var dryRun = false

    func run() async throws {
        let context = Context(common, command: "merge")
        try context.requireStore()
        let summaries = try await context.withStore(dryRun ? .read : .write) { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            return try await MergeJob(store: store).run(wanted, rebuilds: !dryRun)
        }
        if common.json {
            context.console.result(try JSONText.document("candlecast.merge/1", MergeDocument(summaries)))
        } else {
            for line in MergeJob.table(summaries, hasColor: context.console.outputHasColor) {
                context.console.result(line)
            }
        }
        for chunk in summaries.flatMap(\.summary.setAside) {
            context.console.warn(BackfillRun.text(of: chunk))
        }
    }
}
