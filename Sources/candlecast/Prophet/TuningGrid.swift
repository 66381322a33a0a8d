import ProphetEngine

/// The options that a search tries.
struct TuningGrid {
    /// The options that stay.
    let base: ProphetOptions
    /// The options that vary.
    let axes: [TuningAxis]

    /// The most sets of options of one search.
    static let mostCandidates = 100_000

    /// All combinations, or some of them drawn at random.
    ///
    /// Without axes, random sets have prior scales of changepoints and seasonalities drawn from the ranges that
    /// Prophet recommends.
    func candidates(random: Int?, seed: UInt64) throws -> [OptionCandidate] {
        if axes.isEmpty, let random {
            return RandomOptionSearch(base: base, count: random, seed: seed).candidates.map {
                candidate($0.options)
            }
        }
        let count = axes.reduce(1.0) { $0 * Double($1.values.count) }
        guard count <= Double(Self.mostCandidates) else {
            throw ProgramError.usage(
                "the grid has \(NumberText.count(Int(min(count, 1e15)))) combinations; at most"
                    + " \(NumberText.count(Self.mostCandidates)) are tried.", remedy: "Give fewer values.")
        }
        // Prior scales last: candidates that differ in nothing else share their work.
        let order = TuningKey.allCases
        let sorted = axes.sorted { (order.firstIndex(of: $0.key) ?? 0) < (order.firstIndex(of: $1.key) ?? 0) }
        var sets = [base]
        for axis in sorted {
            sets = try sets.flatMap { options in try axis.values.map { try axis.key.setting($0, in: options) }
            }
        }
        if let random, random < sets.count {
            var generator = SplitMix64(seed: seed)
            let chosen = Set(sets.indices.shuffled(using: &generator).prefix(random))
            sets = sets.indices.filter { chosen.contains($0) }.map { sets[$0] }
        }
        return sets.map(candidate)
    }

    private func candidate(_ options: ProphetOptions) -> OptionCandidate {
        let varied = axes.isEmpty ? nil : Set(axes.map(\.key))
        var words: [String] = []
        for key in TuningKey.allCases {
            guard let text = key.text(in: options) else { continue }
            if varied?.contains(key) ?? (text != key.text(in: base)) {
                words.append("\(key.rawValue)=\(text)")
            }
        }
        return OptionCandidate(words.isEmpty ? "as given" : words.joined(separator: " "), options)
    }
}
