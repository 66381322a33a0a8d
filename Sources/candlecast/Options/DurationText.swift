import ArgumentParser

/// A duration on the command line: `30s`, `5m`, `2h`, `1d`, or `0`.
struct DurationText: ExpressibleByArgument, Hashable {
    /// The duration.
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        if argument == "0" {
            duration = .zero
            return
        }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let number = Double(argument.dropLast()),
            number.isFinite, number >= 0, number < 1e7
        else { return nil }
        duration = .milliseconds(Int64(number * unit * 1000))
    }

    var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
