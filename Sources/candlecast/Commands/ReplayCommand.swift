import ArgumentParser
import Candles
import ReplayExchange

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Serve recorded or simulated candles behind the exchange's REST and stream interfaces.",
        discussion: """
            Candles and server time run on a virtual clock; pings, cuts and rate limits run in wall time. Good for \
            working offline, and for testing any client of the exchange.

            All options: candlecast replay serve --help

            EXAMPLES
              candlecast replay --klines klines --now 2025-06-29T12:00:00Z --speed 60
              candlecast replay --simulate 1 --symbols 3 --port 9000
              candlecast replay --klines klines --cut-after 30s --stall-at 2023-04-02T07:30:00Z
              candlecast replay --klines klines --fault klines:3-5:503 --fault time:1:429=30
              candlecast replay --klines klines --archive tree --fault-rate 0.05 --fault-seed 7
            """,
        subcommands: [Serve.self, ArchiveTreeCommand.self], defaultSubcommand: Serve.self)

    /// What `replay` does without a subcommand.
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Serve recorded or simulated candles; what replay does without a subcommand.",
            discussion: """
                FAULTS
                \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", "))
                """)

        @Option(help: ArgumentHelp("A folder with files SYMBOL-INTERVAL.csv.gz.", valueName: "folder"))
        var klines: String?

        @Option(help: ArgumentHelp("Make up a market from a seed instead.", valueName: "seed"))
        var simulate: UInt64?

        @Option(help: ArgumentHelp("How many symbols the simulated market has.", valueName: "number"))
        var symbols = 3

        @Option(
            help: ArgumentHelp(
                "A folder with the tree data/spot/ of bulk archive files.", valueName: "folder"))
        var archive: String?

        @Flag(
            name: .customLong("archive-publishing"),
            help:
                "Serve a file of the archive only from its publication on: the next day, the next first Monday."
        )
        var archivePublishing = false

        @Option(
            help: ArgumentHelp("Write a line of JSON for every request to this file.", valueName: "file"))
        var journal: String?

        @Option(help: ArgumentHelp("A file of recorded aggregate trades.", valueName: "file"))
        var trades: String?

        @Option(help: ArgumentHelp("The virtual time at the start.", valueName: "time"))
        var now: OpenTime?

        @Option(help: ArgumentHelp("The virtual time at which the clock stops.", valueName: "time"))
        var until: OpenTime?

        @Option(help: ArgumentHelp("Virtual seconds in a second.", valueName: "factor"))
        var speed = 1.0

        @Option(help: ArgumentHelp("The port; 0 for any free one.", valueName: "port"))
        var port = 9000

        @Option(help: ArgumentHelp("The address to listen on.", valueName: "host"))
        var host = "127.0.0.1"

        @OptionGroup(title: "Faults") var faults: ReplayFaults

        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (klines == nil) != (simulate == nil) else {
                throw ValidationError("Name either --klines FOLDER or --simulate SEED.")
            }
        }

        func run() async throws {
            let console = output.console
            let server: ReplayServer
            do {
                server = try await ReplayServer.start(configuration)
            } catch {
                throw ArchiveTreeCommand.programError(error)
            }
            let address = "\(server.host):\(server.port)"
            if output.json {
                let document = [
                    "rest_url": "http://\(address)", "stream_url": "ws://\(address)", "source": server.source,
                ]
                console.result(try JSONText.document("candlecast.replay/1", document))
            } else {
                console.result("\(server.source): http://\(address) and ws://\(address)")
            }
            console.note("virtual time \(server.virtualNow), speed \(speed)")
            var table = TextTable(["symbol", "interval", ">candles", "from", "to"])
            for series in server.contents {
                table.add([
                    series.key.symbol.name, series.key.interval.rawValue, NumberText.count(series.candles),
                    "\(series.range.start)",
                    "\(series.range.end)",
                ])
            }
            for line in table.lines() { console.note(line) }
            console.note("Ctrl-C ends it")
            try await StreamStep.serve([UntilStopped()])
            await server.stop()
            if let reason = server.journalFailure {
                throw ProgramError.cannotWrite(path: journal ?? "the journal", reason: reason)
            }
            throw ProgramError.interrupted
        }

        private var configuration: ReplayConfiguration {
            var configuration = ReplayConfiguration(
                simulate.map { .simulated(seed: $0, symbols: symbols) } ?? .folder(klines ?? "."))
            configuration.host = host
            configuration.port = port
            configuration.now = now
            configuration.until = until
            configuration.speed = speed
            configuration.archive = archive
            configuration.archivePublishing = archivePublishing
            configuration.journalFile = journal
            // Nobody asks a server in a process of its own for its journal.
            configuration.journalLimit = 0
            configuration.trades = trades
            faults.apply(to: &configuration)
            return configuration
        }
    }
}
