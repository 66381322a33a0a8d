import ArgumentParser
import Candles
import ServingLayer

struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Forecast the daily closes, beside the baselines, judged from rolling origins.",
        discussion: """
            Works on what the store holds, without the exchange. Earlier forecasts are kept.

            EXAMPLES
              candlecast forecast BTCUSDT --horizon 14
              candlecast forecast --seasonality-mode multiplicative --changepoint-prior-scale 0.1
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var options: ForecastOptions
    @OptionGroup var common: CommonOptions

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Do not keep the forecast.")
    var dryRun = false

    func run() async throws {
        let context = Context(common, command: "forecast")
        try context.requireStore()
        let outcomes = try await context.withStore { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            return try await ForecastStep(context: context, store: store, options: options)
                .run(wanted, madeAt: try await store.asOf(wanted), keeps: !dryRun)
        }
        if common.json {
            context.console.result(try JSONText.document("candlecast.forecast/1", ForecastDocument(outcomes)))
        } else {
            for line in ForecastStep.tables(outcomes, hasColor: context.console.outputHasColor) {
                context.console.result(line)
            }
        }
        try ForecastStep.requireOne(outcomes)
    }
}
