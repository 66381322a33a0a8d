import ArgumentParser
import Candles
import ServingLayer

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report: one HTML page with charts, and CSV files beside it.",
        discussion: """
            Works on what the store holds, without the exchange. Every report gets a folder of its own.

            EXAMPLES
              candlecast report BTCUSDT ETHUSDT
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var options: ForecastOptions
    @OptionGroup var common: CommonOptions

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Say what would be written, and write nothing.")
    var dryRun = false

    func run() async throws {
        let context = Context(common, command: "report")
        if dryRun {
            return try await context.withStore(.read) { store in
                let names = try await context.heldSymbols(symbols, in: store).map(\.name).joined(
                    separator: " ")
                context.console.result("a new folder below \(context.dataDirectory)/reports, about \(names)")
            }
        }
        let written = try await context.withStore(.read) { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            let madeAt = try await store.asOf(wanted)
            let outcomes = try await ForecastStep(context: context, store: store, options: options)
                .run(wanted, madeAt: madeAt, keeps: false)
            return try await ReportStep(context: context, store: store, options: options)
                .write(outcomes, symbols: wanted, madeAt: madeAt)
        }
        context.console.result(
            common.json ? try JSONText.document("candlecast.report/1", written) : "report: \(written.report)")
    }
}
