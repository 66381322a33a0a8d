import ArgumentParser
import Candles

/// How long a command that follows the stream does so; without either, until it is stopped.
struct StreamOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long to follow: 30s, 5m, 2h; without it, until Ctrl-C.", valueName: "duration"))
    var follow: DurationText?

    @Option(help: ArgumentHelp("Follow until the exchange's clock shows this time.", valueName: "time"))
    var until: OpenTime?

    @Option(
        name: .customLong("idle-timeout"),
        help: ArgumentHelp("How long the stream may be silent before it is given up.", valueName: "duration"))
    var idleTimeout: DurationText?

    func validate() throws {
        if let idleTimeout, idleTimeout.duration <= .zero {
            throw ValidationError("--idle-timeout must be above 0.")
        }
    }

    @Flag(
        name: [.customShort("n"), .customLong("dry-run")],
        help: "Say which streams would be followed, and stop.")
    var dryRun = false
}
