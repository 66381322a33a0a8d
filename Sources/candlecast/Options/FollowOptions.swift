import ArgumentParser
import Candles

/// How long a command follows the stream.
struct FollowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long to follow the stream: 30s, 5m, 2h; 0 means REST only.", valueName: "duration"))
    var follow = DurationText(.seconds(30))

    @Option(
        help: ArgumentHelp("Follow until the exchange's clock shows this time, instead.", valueName: "time"))
    var until: OpenTime?
}
