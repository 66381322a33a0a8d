import ArgumentParser
import Candles
import ServingLayer

struct GapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps",
        abstract: "List what is missing, each hole with its reason.",
        discussion: """
            Exit code 1 says that something is missing that a backfill could fetch.

            EXAMPLES
              candlecast gaps
              candlecast gaps BTCUSDT --json
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = Context(common, command: "gaps")
        let (found, broken) = try await context.withStore(.read) { store in
            let wanted = try await context.heldSymbols(symbols, in: store)
            var found: [(SeriesKey, Gap)] = []
            let broken = try await store.verify()
            for chunk in broken { context.console.warn(BackfillRun.text(of: chunk)) }
            for key in try await store.keys().sorted() where wanted.contains(key.symbol) {
                if broken.contains(where: { $0.key == key }) { continue }
                found += try await ExportJob.gaps(key, in: store).map { (key, $0) }
            }
            return (found, broken.count)
        }
        if common.json {
            context.console.result(
                try JSONText.document("candlecast.gaps/1", ["gaps": found.map(GapDocument.init)]))
        } else {
            var table = TextTable(["symbol", "interval", "from", "to", ">candles", "reason"])
            for (key, gap) in found {
                table.add([
                    key.symbol.name, key.interval.rawValue, "\(gap.range.start)", "\(gap.range.end)",
                    NumberText.count(gap.count), gap.reason.rawValue,
                ])
            }
            let lines =
                found.isEmpty ? ["nothing is missing"] : table.lines(hasColor: context.console.outputHasColor)
            for line in lines { context.console.result(line) }
        }
        guard broken == 0 else {
            throw ProgramError.finding(
                "the candles of \(broken) chunks are damaged; `candlecast backfill` fetches them.")
        }
        let open = found.filter { $0.1.reason == .notFetched }
        guard open.isEmpty else {
            throw ProgramError.finding(
                "\(open.count == 1 ? "1 gap was" : "\(open.count) gaps were") never asked for; `candlecast backfill` fetches that."
            )
        }
    }
}

/// A gap as JSON.
struct GapDocument: Encodable {
    let symbol: String
    let interval: String
    let from: String
    let to: String
    let count: Int
    let reason: String

    init(_ key: SeriesKey, _ gap: Gap) {
        symbol = key.symbol.name
        interval = key.interval.rawValue
        from = "\(gap.range.start)"
        to = "\(gap.range.end)"
        count = gap.count
        reason = gap.reason.rawValue.replacing(" ", with: "_")
    }
}
