import ArgumentParser
import Candles
import ServingLayer

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Do the main job once: backfill, follow the stream, merge, forecast, report.",
        discussion: """
            Run again, it fetches only what is new. It may be killed at any moment: what it said was stored is stored.

            EXAMPLES
              candlecast run BTCUSDT ETHUSDT
              candlecast run BTCUSDT --follow 0 --horizon 14
              candlecast run BTCUSDT --rest-url https://data-api.binance.vision
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var stream: FollowOptions
    @OptionGroup var options: ForecastOptions
    @OptionGroup var common: CommonOptions

    @Option(
        name: .customLong("minute-days"), help: ArgumentHelp("Days of minutes to keep.", valueName: "days"))
    var minuteDays = 3

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")], help: "Say what would be fetched, and stop there.")
    var dryRun = false

    func validate() throws {
        guard (0...3650).contains(minuteDays) else {
            throw ValidationError("--minute-days must be 0 to 3650, was \(minuteDays).")
        }
    }

    func run() async throws {
        let context = Context(common, command: "run")
        let job = MainJob(
            context: context, options: options, follow: stream.follow.duration, until: stream.until,
            minuteDays: minuteDays)
        try await context.withStore(isDryRun: dryRun) { store in
            let wanted = try await context.symbols(symbols, heldBy: store)
            try await context.withClient { client in
                try await job.run(wanted, client: client, store: store, isDryRun: dryRun)
            }
        }
    }
}
