public import ArgumentParser
import Candles
public import ReplayExchange

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
        name: .customLong("ping-every"),
        help: ArgumentHelp("The time from one ping to the next.", valueName: "duration"))
    var pingEvery: DurationText?

    @Option(
        name: .customLong("weight-limit"),
        help: ArgumentHelp("The request weight allowed in a minute.", valueName: "weight"))
    var weightLimit = 6000

    @Option(
        name: .customLong("weight-window"),
        help: ArgumentHelp("The length of that minute.", valueName: "duration"))
    var weightWindow: DurationText?

    @Option(
        name: .customLong("foreign-weight"),
        help: ArgumentHelp(
            "The weight that other programs at the same address use in a minute.", valueName: "weight"))
    var foreignWeight = 0

    @Option(
        name: .customLong("fault"),
        help: ArgumentHelp(
            """
            What goes wrong with which requests, as PATH:WHICH:WHAT; may be repeated. PATH is *, archive, zip, \
            checksum or the end of a path such as klines; WHICH is *, 3, 3-5 or 3-; WHAT is a kind of fault, 429 and \
            418 also with their pause, as 429=30.
            """, valueName: "rule"))
    var rules: [FaultRule] = []

    @Option(
        name: .customLong("fault-rate"),
        help: ArgumentHelp("The probability that a request goes wrong by chance.", valueName: "number"))
    var rate = 0.0

    @Option(
        name: .customLong("fault-seed"), help: ArgumentHelp("The seed of that chance.", valueName: "seed"))
    var seed: UInt64 = 0

    @Option(
        name: .customLong("fault-kinds"),
        help: ArgumentHelp("The kinds of fault by chance, with commas; all if not given.", valueName: "list"))
    var kinds: FaultKinds?

    @Option(
        name: .customLong("fault-limit"),
        help: ArgumentHelp("The most faults by chance.", valueName: "number"))
    var limit: Int?

    @Option(
        name: .customLong("status"),
        help: ArgumentHelp(
            "A symbol's status, as LUNAUSDT=BREAK or LUNAUSDT=BREAK@TIME; may be repeated.",
            valueName: "change"
        ))
    var statuses: [SymbolChange] = []

    @Option(
        name: .customLong("listed"),
        help: ArgumentHelp(
            "When a symbol becomes known, as APTUSDT=TIME; may be repeated.", valueName: "listing"))
    var listings: [SymbolListing] = []

    /// Puts the options into a configuration.
    func apply(to configuration: inout ReplayConfiguration) {
        if let cutAfter { configuration.cutAfter = cutAfter.duration }
        if let pingEvery { configuration.pingEvery = pingEvery.duration }
        configuration.cutAt = cutAt
        configuration.stallAt = stallAt
        configuration.weightLimit = weightLimit
        if let weightWindow { configuration.weightWindow = weightWindow.duration }
        configuration.foreignWeight = foreignWeight
        configuration.faults = FaultSchedule(
            seed: seed, rate: rate, kinds: kinds?.kinds ?? Fault.Kind.allCases, limit: limit ?? .max,
            rules: rules)
        configuration.statuses = statuses
        configuration.listings = Dictionary(listings.map { ($0.symbol, $0.from) }) { _, last in last }
    }
}

extension FaultRule: ExpressibleByArgument {
    /// A rule; nil for text that is none, so that the parser says which.
    public init?(argument: String) {
        do { try self.init(text: argument) } catch { return nil }
    }
}

/// Kinds of fault with commas between them.
struct FaultKinds: ExpressibleByArgument, Hashable {
    /// The kinds.
    let kinds: [Fault.Kind]

    init?(argument: String) {
        var kinds: [Fault.Kind] = []
        for name in argument.split(separator: ",") {
            guard let kind = Fault.Kind(rawValue: String(name)) else { return nil }
            kinds.append(kind)
        }
        self.kinds = kinds
    }
}

extension SymbolChange: ExpressibleByArgument {
    /// A change as `SYMBOL=STATUS` or `SYMBOL=STATUS@TIME`.
    public init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let status = parts[1].split(separator: "@", maxSplits: 1).map(String.init)
        do {
            let from = status.count == 2 ? try OpenTime(text: status[1]) : nil
            self.init(try Symbol(parts[0].uppercased()), status[0], from: from)
        } catch {
            return nil
        }
    }
}

/// When a symbol becomes known: `SYMBOL=TIME`.
struct SymbolListing: ExpressibleByArgument, Hashable {
    /// The symbol.
    let symbol: Symbol
    /// The virtual time from which on it is known.
    let from: OpenTime

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        do {
            symbol = try Symbol(parts[0].uppercased())
            from = try OpenTime(text: parts[1])
        } catch {
            return nil
        }
    }
}
