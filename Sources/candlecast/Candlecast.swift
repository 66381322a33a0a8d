import ArgumentParser
import Foundation
import ProphetInterchange

/// The program: arguments, printing, exit codes and wiring; everything else is in the targets it imports.
@main
struct Candlecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candlecast",
        abstract: "Keep the history of crypto markets, follow them live, and forecast them honestly.",
        discussion: """
            EXAMPLES
              candlecast demo                   everything, on a simulated market
              candlecast run BTCUSDT ETHUSDT    the same on the real exchange
              candlecast backfill BTCUSDT --interval 1h --from 2024-01-01
              candlecast export --view daily --output csv
              candlecast prophet predict sales.csv --periods 365
            """,
        version: Context.program,
        subcommands: [
            RunCommand.self, DemoCommand.self, BackfillCommand.self, ImportCommand.self, StreamCommand.self,
            ProduceCommand.self,
            ConsumeCommand.self, MergeCommand.self, ForecastCommand.self, ReportCommand.self,
            ExportCommand.self, ProphetCommand.self, StatusCommand.self, GapsCommand.self, AuditCommand.self,
            SummaryCommand.self, DoctorCommand.self, ReplayCommand.self,
        ])

    static func main() async {
        // A reader that goes away is an error of the write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        let arguments = ProphetSpelling.hyphenated(Array(CommandLine.arguments.dropFirst()))
        if let hint = CommandHint(
            arguments, commands: configuration.subcommands.compactMap { $0.configuration.commandName })
        {
            report(hint.message)
            exit(withError: ExitCode(Failure.Code.usage.rawValue))
        }
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            if let reason = StandardStream.outputFailure {
                throw ProgramError.cannotWrite(path: "stdout", reason: reason)
            }
        } catch {
            end(error)
        }
    }

    private static func end(_ error: any Error) -> Never {
        if let code = Failure.code(for: error) {
            report("\(error)")
            exit(withError: ExitCode(code.rawValue))
        }
        // Help, version and what the parser refuses speak for themselves; anything else is a bug of ours.
        let code = exitCode(for: error)
        if code != .failure { exit(withError: error) }
        report("this should not happen: \(error). Please report it with the command you ran.")
        exit(withError: ExitCode(Failure.Code.bug.rawValue))
    }

    private static func report(_ text: String) {
        let environment = ProcessInfo.processInfo.environment
        Console(level: .normal, isJSON: false, color: .auto, environment: environment)
            .fail(QuotedText.escaped(text, keepsLines: true))
    }
}
