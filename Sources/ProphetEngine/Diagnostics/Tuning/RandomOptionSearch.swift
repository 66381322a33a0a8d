import RealModule

/// Options drawn at random: prior scales evenly on a logarithmic scale, modes with equal chances.
///
/// The same seed draws the same options; a larger count only adds to them.
public struct RandomOptionSearch: Hashable, Sendable {
    /// The options that are not drawn.
    public var base: ProphetOptions
    /// The number of sets.
    public var count: Int
    /// The seed.
    public var seed: UInt64
    /// Where the prior scale of the rate changes is drawn; nil leaves it as it is in `base`.
    public var changepointPriorScale: ClosedRange<Double>?
    /// Where the prior scale of seasonalities is drawn; nil leaves it as it is in `base`.
    public var seasonalityPriorScale: ClosedRange<Double>?
    /// Where the prior scale of holidays and regressors is drawn; nil leaves it as it is in `base`.
    public var holidaysPriorScale: ClosedRange<Double>?
    /// The modes to draw from; empty leaves it as it is in `base`.
    public var seasonalityModes: [ComponentMode]

    /// Creates a search; the ranges are those that Prophet's documentation recommends.
    public init(
        base: ProphetOptions = .init(),
        count: Int,
        seed: UInt64 = 0,
        changepointPriorScale: ClosedRange<Double>? = 0.001...0.5,
        seasonalityPriorScale: ClosedRange<Double>? = 0.01...10,
        holidaysPriorScale: ClosedRange<Double>? = nil,
        seasonalityModes: [ComponentMode] = []
    ) {
        precondition(count >= 0, "the number of sets must not be negative, was \(count)")
        for range in [changepointPriorScale, seasonalityPriorScale, holidaysPriorScale] {
            guard let range else { continue }
            precondition(
                range.lowerBound > 0 && range.upperBound.isFinite,
                "prior scales must be positive, was \(range)")
        }
        self.base = base
        self.count = count
        self.seed = seed
        self.changepointPriorScale = changepointPriorScale
        self.seasonalityPriorScale = seasonalityPriorScale
        self.holidaysPriorScale = holidaysPriorScale
        self.seasonalityModes = seasonalityModes
    }

    /// The sets of options.
    ///
    /// - Complexity: O(`count`).
    public var candidates: [OptionCandidate] {
        (0..<count).map { number in
            var random = RandomDeviates(seed: derivedSeed(seed, number))
            var options = base
            var label = "draw \(number + 1)"
            func draw(
                _ name: String, _ range: ClosedRange<Double>?, _ path: WritableKeyPath<ProphetOptions, Double>
            ) {
                guard let range else { return }
                let (low, high) = (Double.log(range.lowerBound), Double.log(range.upperBound))
                let value = Double.exp(low + random.uniform() * (high - low))
                options[keyPath: path] = min(max(value, range.lowerBound), range.upperBound)
                label += ", \(name) \(options[keyPath: path])"
            }
            draw("changepoint prior scale", changepointPriorScale, \.changepointPriorScale)
            draw("seasonality prior scale", seasonalityPriorScale, \.seasonalityPriorScale)
            draw("holidays prior scale", holidaysPriorScale, \.holidaysPriorScale)
            if !seasonalityModes.isEmpty {
                let index = Int(random.uniform() * Double(seasonalityModes.count))
                options.seasonalityMode = seasonalityModes[index]
                label += ", seasonality mode \(options.seasonalityMode.rawValue)"
            }
            return OptionCandidate(label, options)
        }
    }
}
