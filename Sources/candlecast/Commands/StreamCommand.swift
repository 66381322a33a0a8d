import ArgumentParser
import Binance
import Candles
import ServingLayer
import SpeedLayer

struct StreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "Follow the stream into the log and the store; today's candle is served at once.",
        discussion: """
            Reconnects by itself; what was missed meanwhile is filled by REST. Ctrl-C prints the totals.

            EXAMPLES
              candlecast stream BTCUSDT ETHUSDT
              candlecast stream BTCUSDT --follow 10m
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var stream: StreamOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = Context(common, command: "stream", idleTimeout: stream.idleTimeout?.duration)
        let named = try symbols.named(environment: context.environment)
        if stream.dryRun { return try await context.withClient { try await context.describe(named, $0) } }
        let outcome = try await context.withStore { store in
            let wanted = try await context.symbols(symbols, heldBy: store)
            return try await context.withClient { client in
                try await StreamStep(context: context, client: client)
                    .run(wanted, into: store, until: stream.until, follow: stream.follow?.duration)
            }
        }
        try context.show(outcome)
    }
}

extension Context {
    /// Says which streams would be followed, after asking the exchange whether it knows the symbols.
    func describe(_ symbols: [Symbol], _ client: BinanceClient) async throws {
        _ = try await client.symbols(symbols)
        for key in ProducerOptions(symbols: symbols).keys {
            console.result("\(exchange.streamURL)  klines \(key)")
        }
        for symbol in symbols { console.result("\(exchange.streamURL)  ticker \(symbol)") }
    }

    /// Shows the totals of a stream, and fails as interrupted if the user stopped it.
    func show(_ outcome: StreamStep.Outcome) throws {
        if console.isJSON {
            console.result(try JSONText.document("candlecast.stream/1", StreamDocument(outcome)))
        } else if let summary = outcome.produced {
            for line in StreamText.table(summary, hasColor: console.outputHasColor) { console.result(line) }
        }
        if outcome.produced?.reason == .shutdown { throw ProgramError.interrupted }
    }
}
