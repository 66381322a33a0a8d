public import ArgumentParser
public import BatchLayer
import Binance
import Candles
import ServingLayer

extension BackfillRequest.Source: ExpressibleByArgument {}

struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract:
            "Find what is missing and fetch it: whole months and days from the archive, the rest over REST.",
        discussion: """
            Without --interval: daily candles from the listing on, and minutes of the last days. What the exchange is \
            known not to have is not asked for again. A run that was stopped goes on where it was.

            EXAMPLES
              candlecast backfill BTCUSDT ETHUSDT
              candlecast backfill BTCUSDT --interval 1m --from 2023-03-20 --to 2023-04-10
              candlecast backfill --quote USDT --top 50 --interval 1d --interval 1h
              candlecast backfill BTCUSDT --interval 1m --dry-run
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var choice: SymbolChoice
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

    @Option(help: ArgumentHelp("From where: what is fastest, the archive wherever it can, or REST only."))
    var source = BackfillRequest.Source.auto

    @Option(
        help: ArgumentHelp(
            "Files fetched at the same time; of pages twice as many.", valueName: "number"))
    var threads = 6

    @Flag(help: "Fetch all of the range again and replace what was fetched before; needs an --interval.")
    var refetch = false

    @Flag(help: "Read and check every stored chunk first, and fetch again what is damaged.")
    var verify = false

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Say what would be fetched, from where and at what cost, and fetch nothing.")
    var dryRun = false

    func validate() throws {
        guard (0...3650).contains(minuteDays) else {
            throw ValidationError("--minute-days must be 0 to 3650, was \(minuteDays).")
        }
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads must be 1 to 64, was \(threads).")
        }
        if let from, let to, from >= to { throw ValidationError("--from \(from) must be before --to \(to).") }
        for time in [from, to].compactMap({ $0 }) where time < .earliest {
            throw ValidationError("\(time) is before 2009; no exchange has candles from then.")
        }
        if interval.isEmpty, from != nil || to != nil {
            throw ValidationError("--from and --to need an --interval.")
        }
        if interval.isEmpty, refetch { throw ValidationError("--refetch needs an --interval.") }
        if choice.isGiven, !symbols.symbols.isEmpty || symbols.list != nil {
            throw ValidationError("Name symbols, or choose them with --quote, --top or --all, not both.")
        }
    }

    func run() async throws {
        let context = Context(common, command: "backfill")
        let report = try await context.withStore(isDryRun: dryRun) { store in
            try await context.withClient { client in
                var job = BackfillRun(
                    context: context, client: client, store: store, source: source,
                    limits: Backfill.Limits(threads: threads), verifies: verify)
                let wanted: [Symbol]
                if choice.isGiven {
                    let infos = try await choice.symbols(client)
                    wanted = infos.map(\.symbol)
                    job.symbols = infos
                } else {
                    wanted = try await context.symbols(symbols, heldBy: store)
                }
                let ranges = Set(interval).sorted().map {
                    BackfillRequest.SeriesRange($0, from: from, to: to, isRefetch: refetch)
                }
                let chosen = ranges.isEmpty ? nil : ranges
                return dryRun
                    ? try await job.run(wanted, ranges: chosen, minuteDays: minuteDays, isDryRun: true)
                    : try await job.logged(wanted, ranges: chosen, minuteDays: minuteDays)
            }
        }
        show(report, context)
        if common.json {
            context.console.result(
                try JSONText.document("candlecast.backfill/1", BackfillDetailDocument(report)))
        }
        if let failure = report.failures.first { throw failure.error }
    }

    private func show(_ report: BackfillReport, _ context: Context) {
        guard !common.json else { return }
        let color = context.console.outputHasColor
        if dryRun {
            for line in BackfillText.planTable(report, hasColor: color) + [""] {
                context.console.result(line)
            }
        }
        for line in BackfillText.table(report, hasColor: color) { context.console.result(line) }
    }
}

/// The choice of symbols by what the exchange says of them.
struct SymbolChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp("All symbols that are paid with this asset, such as USDT.", valueName: "asset"))
    var quote: String?

    @Option(
        help: ArgumentHelp(
            "The symbols that were traded most in the last 24 hours, so many.", valueName: "number"))
    var top: Int?

    @Flag(help: "All symbols that are traded.")
    var all = false

    @Flag(name: .customLong("include-delisted"), help: "Also symbols that are not traded any more.")
    var includeDelisted = false

    /// Whether symbols are chosen so.
    var isGiven: Bool { quote != nil || top != nil || all }

    func validate() throws {
        if let top, top < 1 { throw ValidationError("--top must be at least 1, was \(top).") }
        if top != nil, quote == nil {
            throw ValidationError("--top needs --quote: volumes in different assets cannot be compared.")
        }
        if top != nil, includeDelisted {
            throw ValidationError("--top ranks what is traded now; it does not go with --include-delisted.")
        }
        if includeDelisted, !all, quote == nil {
            throw ValidationError("--include-delisted needs --all or --quote.")
        }
    }

    /// The chosen symbols with what the exchange says of them.
    ///
    /// - Throws: ``ProgramError/noInput(_:remedy:)`` if there are none.
    func symbols(_ client: BinanceClient) async throws -> [SymbolInfo] {
        let asset = quote?.uppercased()
        let infos = try await client.symbols([]).filter { info in
            (asset == nil || info.quoteAsset == asset) && (includeDelisted || info.isTrading)
        }
        var chosen = infos.sorted { $0.symbol < $1.symbol }
        if let top {
            let known = Dictionary(infos.map { ($0.symbol, $0) }) { first, _ in first }
            chosen = try await client.tickers(quote: asset).prefix(top).compactMap { known[$0.symbol] }
        }
        guard !chosen.isEmpty else {
            throw ProgramError.noInput(
                "the exchange has no symbol\(asset.map { " paid with \($0)" } ?? "").",
                remedy: "Choose another asset with --quote, or name the symbols.")
        }
        return chosen
    }
}
