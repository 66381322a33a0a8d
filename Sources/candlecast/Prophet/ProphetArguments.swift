public import ArgumentParser
public import ProphetEngine

extension Growth: ExpressibleByArgument {
    /// Reads the name in letters of either case.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}

extension ComponentMode: ExpressibleByArgument {
    /// Reads the name in letters of either case.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}

extension Scaling: ExpressibleByArgument {
    /// Reads the name in letters of either case.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}

extension PosteriorSampler: ExpressibleByArgument {
    /// Reads the name in letters of either case.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}

extension Metric: ExpressibleByArgument {
    /// Reads the name in letters of either case.
    public init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}

extension SeasonalitySetting {
    /// The highest order that is taken.
    private static let highestOrder = 10_000

    /// Reads `auto`, `true`, `false` or a Fourier order.
    init(text: String) throws {
        switch text.lowercased() {
        case "auto": self = .auto
        case "true", "on": self = .on
        case "false", "off": self = .off
        default:
            guard let order = Int(text), (0...Self.highestOrder).contains(order) else {
                throw ValidationError(
                    "write auto, true, false or a Fourier order from 0 to \(NumberText.count(Self.highestOrder))."
                )
            }
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
        guard let method = Self.allCases.first(where: { $0.argument == argument.lowercased() }) else {
            return nil
        }
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
