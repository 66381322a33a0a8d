import ArgumentParser
import Candles
import ReplayExchange

/// How the replay exchange treats its clients, and what it does to test them.
struct ReplayFaults: ParsableArguments {
    @Option(
        name: .customLong("cut-after"),
        help: ArgumentHelp("Cut every stream connection after this time.", valueName: "duration"))
    var cutAfter: DurationText?

    @Option(
        name: .customLong("cut-at"),
        help: ArgumentHelp(
            "Cut all stream connections at this virtual time; may be repeated.", valueName: "time"))
    var cutAt: [OpenTime] = []

    @Option(
        name: .customLong("stall-at"),
        help: ArgumentHelp(
            "Let all stream connections fall silent at this virtual time; may be repeated.", valueName: "time"
        ))
    var stallAt: [OpenTime] = []

    @Option(
        name: .customLong("weight-limit"),
        help: ArgumentHelp("The request weight allowed in a minute.", valueName: "weight"))
    var weightLimit = 6000

    @Option(
        name: .customLong("ping-every"),
        help: ArgumentHelp("The time from one ping to the next.", valueName: "duration"))
    var pingEvery: DurationText?

    /// Puts the options into a configuration.
    func apply(to configuration: inout ReplayConfiguration) {
        if let cutAfter { configuration.cutAfter = cutAfter.duration }
        if let pingEvery { configuration.pingEvery = pingEvery.duration }
        configuration.cutAt = cutAt
        configuration.stallAt = stallAt
        configuration.weightLimit = weightLimit
    }
}
