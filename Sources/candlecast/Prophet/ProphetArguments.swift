public import ArgumentParser
public import ProphetEngine

extension Growth: ExpressibleByArgument {}
extension ComponentMode: ExpressibleByArgument {}
extension Scaling: ExpressibleByArgument {}
extension PosteriorSampler: ExpressibleByArgument {}
extension Metric: ExpressibleByArgument {}

extension SeasonalitySetting: ExpressibleByArgument {
    /// Reads `auto`, `true`, `false` or a Fourier order.
    public init?(argument: String) {
        switch argument.lowercased() {
        case "auto": self = .auto
        case "true", "on": self = .on
        case "false", "off": self = .off
        default:
            guard let order = Int(argument), order >= 0 else { return nil }
            self = .order(order)
        }
    }

    /// The setting as it is written on the command line.
    var argument: String {
        switch self {
        case .auto: "auto"
        case .on: "true"
        case .off: "false"
        case .order(let order): "\(order)"
        }
    }
}

extension IntervalMethod: ExpressibleByArgument {
    /// Reads the name of a method, with hyphens.
    public init?(argument: String) {
        guard let method = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
        self = method
    }

    /// The names of all methods.
    public static var allValueStrings: [String] { allCases.map(\.argument) }

    /// The method as it is written on the command line.
    private var argument: String {
        switch self {
        case .simulated: "simulated"
        case .simulatedTimes: "simulated-times"
        case .exact: "exact"
        }
    }
}
