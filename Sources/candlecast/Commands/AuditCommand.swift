import ArgumentParser
import BatchLayer
import Candles
import ServingLayer

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check what is held against itself and against the exchange.",
        discussion: """
            Rolls minutes and hours up and compares them with the days held, verifies the checksum of every chunk, \
            compares sources, looks at every candle, makes the daily view afresh, looks for what is missing and can be \
            had, and asks the exchange again about random pages of what is held. It changes nothing. Exit code 1 says \
            that something was found; each finding names both values and the command that cures it.

            EXAMPLES
              candlecast audit
              candlecast audit BTCUSDT --from 2024-01-01 --to 2024-02-01 --offline
              candlecast audit --sample 100000      everything is asked again
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("Only this interval; may be given more than once.", valueName: "interval"))
    var interval: [Interval] = []

    @Option(help: ArgumentHelp("The first day looked at.", valueName: "day"))
    var from: OpenTime?

    @Option(help: ArgumentHelp("The end of the days looked at, not included.", valueName: "day"))
    var to: OpenTime?

    @Option(
        help: ArgumentHelp(
            "How many pages of up to 1000 held candles the exchange is asked for again, and as many outages.",
            valueName: "number"))
    var sample = 20

    @Option(help: ArgumentHelp("What the choice of the pages depends on.", valueName: "number"))
    var seed: UInt64 = 1

    @Flag(help: "Ask neither the exchange nor its archive.")
    var offline = false

    func validate() throws {
        guard (0...10_000_000).contains(sample) else {
            throw ValidationError("--sample must be 0 to 10000000, was \(sample).")
        }
        if let from, let to, from >= to { throw ValidationError("--from \(from) must be before --to \(to).") }
        for time in [from, to].compactMap({ $0 }) where time != time.day.start {
            throw ValidationError("\(time) is in the middle of a day; an audit looks at whole UTC days.")
        }
    }

    func run() async throws {
        let context = Context(common, command: "audit")
        let report = try await context.withStore(.read) { store in
            let request = AuditRequest(
                symbols: try await context.heldSymbols(symbols, in: store),
                intervals: Set(interval).sorted(), from: from?.day, to: to?.day, samples: sample, seed: seed)
            return try await AuditRun(context: context, store: store).run(request, isOffline: offline)
        }
        if common.json {
            context.console.result(
                try JSONText.document("candlecast.audit/1", AuditDocument(report, isOffline: offline)))
        } else {
            for line in AuditText(hasColor: context.console.outputHasColor).lines(report, isOffline: offline)
            {
                context.console.result(line)
            }
        }
        if let failure = report.exchangeFailure {
            guard !report.isClean else { throw failure }
            context.console.warn("the exchange was not asked: \(failure)")
        }
        guard report.isClean else {
            throw ProgramError.finding(
                "\(report.findingCount == 1 ? "1 finding" : "\(NumberText.count(report.findingCount)) findings")."
            )
        }
    }
}
