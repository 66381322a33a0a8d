import ArgumentParser
import Binance
import Candles
import ReplayExchange
import ServingLayer

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Do the main job on a simulated exchange; needs nothing and reaches nobody.",
        discussion: """
            Starts the replay exchange inside the program, on a market made up from a seed, and follows it over \
            midnight, so that a day closes while you watch. The same seed gives the same days and forecasts.

            EXAMPLES
              candlecast demo
              candlecast demo --seed 7 --symbols 5
            """)

    @Option(help: ArgumentHelp("How many symbols the simulated market has.", valueName: "number"))
    var symbols = 3

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")], help: "Say what would be fetched, and stop there.")
    var dryRun = false

    @OptionGroup var options: ForecastOptions
    @OptionGroup var common: CommonOptions

    /// How fast the demo's clock runs: twenty minutes of market in ten seconds.
    private static let speed = 120.0
    /// How long the market is followed, in virtual milliseconds.
    private static let followed: Int64 = 20 * 60_000

    func validate() throws {
        guard common.restURL == nil, common.streamURL == nil else {
            throw ValidationError(
                "The demo brings its own exchange; --rest-url and --stream-url belong to `run`.")
        }
    }

    func run() async throws {
        var configuration = ReplayConfiguration(.simulated(seed: options.seed, symbols: symbols))
        configuration.speed = Self.speed
        let until = DemoCommand.start + Self.followed
        configuration.now = DemoCommand.start
        configuration.until = until
        let server = try await ReplayServer.start(configuration)
        let context = Context(
            common, command: "demo",
            exchange: BinanceConfiguration(
                restURL: "http://127.0.0.1:\(server.port)", streamURL: "ws://127.0.0.1:\(server.port)"),
            dataDirectory: "candlecast-demo/seed-\(options.seed)")
        if !context.console.isJSON {
            context.console.result("SIMULATED market, seed \(options.seed): nothing here is real\n")
        }
        let wanted = server.contents.map(\.key.symbol).reduce(into: [Symbol]()) { names, symbol in
            if !names.contains(symbol) { names.append(symbol) }
        }
        let job = MainJob(context: context, options: options, follow: .zero, until: until, minuteDays: 3)
        try await context.withStore { store in
            try await context.withClient { client in
                try await job.run(wanted, client: client, store: store, isDryRun: dryRun)
            }
        }
        await server.stop()
    }

    /// Ten minutes before midnight.
    private static let start = UTCDay(20_269).start - 10 * 60_000
}
