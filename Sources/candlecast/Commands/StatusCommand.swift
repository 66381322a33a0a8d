import ArgumentParser
import Candles
import ServingLayer

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show on one screen what the store holds and how it came there.",
        discussion: """
            Needs no exchange.

            EXAMPLES
              candlecast status
              candlecast status --json
              candlecast status --runs --latest 3
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    @Flag(help: "Show the last runs step by step: what was fetched, from where, how long it took.")
    var runs = false

    @Option(help: ArgumentHelp("How many runs are shown.", valueName: "number"))
    var latest = 5

    func validate() throws {
        guard (1...100_000).contains(latest) else {
            throw ValidationError("--latest must be 1 to 100000, was \(latest).")
        }
    }

    func run() async throws {
        let context = Context(common, command: "status")
        let status = try await context.withStore(.read) { store in
            // The run log of a store that holds no candles yet is worth seeing, too.
            let held = try await store.symbols()
            let wanted = runs && held.isEmpty ? [] : try await context.heldSymbols(symbols, in: store)
            return try await StatusDocument.read(store, wanted, runs: latest)
        }
        guard !common.json else {
            return context.console.result(try JSONText.document("candlecast.status/1", status))
        }
        let color = context.console.outputHasColor
        guard !runs else {
            for line in Self.steps(status, hasColor: color) { context.console.result(line) }
            return
        }
        context.console.result("store \(context.dataDirectory), source: \(status.source ?? "none yet")")
        for line in Self.series(status).lines(hasColor: color) + [""]
            + Self.days(status).lines(hasColor: color)
        {
            context.console.result(line)
        }
        for chunk in status.damaged { context.console.result("damaged: \(chunk)") }
        guard !status.runs.isEmpty else { return }
        context.console.result("")
        for line in Self.runs(status).lines(hasColor: color) { context.console.result(line) }
    }

    private static func series(_ status: StatusDocument) -> TextTable {
        var table = TextTable(["symbol", "interval", ">held", "first", "last", ">gaps", ">to fetch"])
        for series in status.series {
            table.add([
                series.symbol, series.interval, NumberText.count(series.held), series.first ?? "-",
                series.last ?? "-",
                NumberText.count(series.gaps), NumberText.count(series.toFetch),
            ])
        }
        return table
    }

    private static func days(_ status: StatusDocument) -> TextTable {
        var table = TextTable([
            "symbol", "last day", ">close", ">MA7", ">MA30", "origin", "state", ">minutes", "forecast from",
        ])
        for day in status.days {
            table.add([
                day.symbol, day.day, NumberText.price(day.close), day.ma7.map(NumberText.price) ?? "-",
                day.ma30.map(NumberText.price) ?? "-", day.origin, day.closed ? "closed" : "open",
                day.minutes.map { NumberText.count($0) } ?? "-", day.forecastCutoff ?? "-",
            ])
        }
        return table
    }

    private static func runs(_ status: StatusDocument) -> TextTable {
        var table = TextTable(["run", "started", "finished", "outcome"])
        for run in status.runs {
            table.add([run.command, run.started, run.finished ?? "-", run.outcome ?? "unfinished"])
        }
        return table
    }

    /// The runs one by one, each with a table of its steps.
    private static func steps(_ status: StatusDocument, hasColor: Bool) -> [String] {
        guard !status.runs.isEmpty else { return ["no run has been noted yet"] }
        return status.runs.flatMap { run -> [String] in
            let seconds = run.seconds.map { NumberText.grouped($0, places: 1) + " s" } ?? "unfinished"
            let counts = run.counts.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map {
                "\($0.key) \(NumberText.count($0.value))"
            }
            var lines = [
                Style.bold.apply("run \(run.id): \(run.command)", when: hasColor),
                "  \(run.started), \(seconds), \(run.outcome ?? "not ended, or killed")",
            ]
            if !counts.isEmpty { lines.append("  " + counts.joined(separator: ", ")) }
            if !run.steps.isEmpty {
                lines += table(of: run.steps).lines(hasColor: hasColor).map { "  " + $0 }
            }
            return lines + [""]
        }
    }

    private static func table(of steps: [RunStep]) -> TextTable {
        var table = TextTable([
            "symbol", "interval", "from", "to", "source", "name", ">candles", ">bytes", ">requests",
            ">retries", ">ms",
        ])
        for step in steps {
            table.add([
                step.symbol.name, step.interval.rawValue, "\(step.from)", "\(step.to)", step.source,
                step.name,
                NumberText.count(step.candles), NumberText.count(step.bytes), NumberText.count(step.requests),
                NumberText.count(step.retries), NumberText.count(step.milliseconds),
            ])
        }
        return table
    }
}
