import ArgumentParser
import Binance
import Candles
import ServingLayer
import SpeedLayer

struct ProduceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "produce",
        abstract: "Follow the stream into the log only; `consume` reads it into the store.",
        discussion: """
            EXAMPLES
              candlecast produce BTCUSDT ETHUSDT
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var stream: StreamOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = Context(common, command: "produce", idleTimeout: stream.idleTimeout?.duration)
        let named = try symbols.named(environment: context.environment)
        let wanted =
            try named.isEmpty
            ? await context.withStore(.read) { try await context.symbols(symbols, heldBy: $0) } : named
        if stream.dryRun { return try await context.withClient { try await context.describe(wanted, $0) } }
        let outcome = try await context.withClient { client in
            // The log does not say where its records come from; the store beside it remembers, and refuses to mix.
            let source = try await SourceCheck(context: context, client: client).label()
            try await context.withStore { try await $0.claimSource(source) }
            return try await StreamStep(context: context, client: client)
                .produce(wanted, until: stream.until, follow: stream.follow?.duration)
        }
        try context.show(outcome)
    }
}
