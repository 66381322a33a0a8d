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
            """)

    @OptionGroup var symbols: SymbolOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = Context(common, command: "status")
        let status = try await context.withStore(.read) { store in
            try await StatusDocument.read(store, try await context.heldSymbols(symbols, in: store))
        }
        guard !common.json else {
            return context.console.result(try JSONText.document("candlecast.status/1", status))
        }
        let color = context.console.outputHasColor
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
}
