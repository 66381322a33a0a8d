/// Decides which requests go wrong, and how: by rules, and by chance from a seed.
///
/// A schedule is told the path of each request in turn and answers with a fault or with none. The same schedule, told
/// the same paths in the same order, always gives the same answers.
public struct FaultSchedule: Hashable, Sendable {
    /// The seed of chance.
    public var seed: UInt64
    /// The probability, 0 to 1, that a request goes wrong by chance.
    public var rate: Double
    /// How often each kind comes up among the faults by chance, relative to the others that can befall the request.
    public var weights: [Fault.Kind: Double]
    /// The number of faults by chance after which there are no more.
    public var limit: Int
    /// Rules; the first that matches a request decides, before chance does.
    public var rules: [FaultRule]

    private var requests = 0
    private var given = 0
    private var seen: [Int: Int] = [:]

    /// A schedule; without arguments one in which nothing goes wrong.
    public init(
        seed: UInt64 = 0, rate: Double = 0, kinds: [Fault.Kind] = Fault.Kind.allCases, limit: Int = .max,
        rules: [FaultRule] = []
    ) {
        self.seed = seed
        self.rate = rate
        weights = Dictionary(kinds.map { ($0, 1) }) { first, _ in first }
        self.limit = limit
        self.rules = rules
    }

    /// Takes in the next request.
    ///
    /// - Parameter path: The decoded path, without the query.
    /// - Returns: What goes wrong with it, or nil.
    /// - Complexity: O(rules + kinds).
    public mutating func next(_ path: String) -> Fault? {
        requests += 1
        var random = SimulatorRandom(seed: seed, purpose: 0xFA01, index: Int64(requests))
        let place = Fault.Place(path)
        var decided: Fault?
        for (index, rule) in rules.enumerated() where rule.matches(path) {
            seen[index, default: 0] += 1
            if decided == nil, rule.numbers.contains(seen[index] ?? 0), rule.kind.applies(to: place) {
                decided = Fault(rule.kind, variant: random.next(), seconds: rule.seconds)
            }
        }
        if let decided { return decided }
        guard given < limit, random.unit() < rate else { return nil }
        let choices = Fault.Kind.allCases.filter { $0.applies(to: place) && weights[$0, default: 0] > 0 }
        let total = choices.reduce(0) { $0 + weights[$1, default: 0] }
        guard total > 0 else { return nil }
        var rest = random.unit() * total
        let kind = choices.first { choice in
            rest -= weights[choice, default: 0]
            return rest < 0
        }
        guard let kind = kind ?? choices.last else { return nil }
        given += 1
        return Fault(kind, variant: random.next())
    }

    /// Refuses numbers that make no sense.
    func check() throws(ReplayError) {
        guard rate >= 0, rate <= 1 else {
            throw .usage(option: "fault rate", value: "\(rate)", reason: "a probability is 0 to 1")
        }
        guard limit >= 0 else {
            throw .usage(option: "fault limit", value: "\(limit)", reason: "a number of faults is 0 or more")
        }
        for (kind, weight) in weights where !(weight >= 0 && weight.isFinite) {
            throw .usage(option: "weight of \(kind.rawValue)", value: "\(weight)", reason: "it is 0 or more")
        }
    }
}
