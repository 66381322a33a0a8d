/// Every combination of some values of options.
///
///     let grid = OptionGrid(
///         changepointPriorScales: [0.005, 0.05, 0.5], seasonalityModes: [.additive, .multiplicative])
///     let result = try ProphetTuning(candidates: grid.candidates, validation: options).run(history)
///
/// An option whose list is empty stays as it is in `base`.
public struct OptionGrid: Hashable, Sendable {
    /// The options that are the same in all combinations.
    public var base: ProphetOptions
    /// The shapes of the trend.
    public var growths: [Growth]
    /// How seasonalities act.
    public var seasonalityModes: [ComponentMode]
    /// The numbers of automatic changepoints.
    public var changepointCounts: [Int]
    /// The shares of the history that may hold changepoints.
    public var changepointRanges: [Double]
    /// The prior scales of holidays and regressors that have none of their own.
    public var holidaysPriorScales: [Double]
    /// The prior scales of seasonalities that have none of their own.
    public var seasonalityPriorScales: [Double]
    /// The prior scales of the rate changes.
    public var changepointPriorScales: [Double]

    /// Creates a grid.
    public init(
        base: ProphetOptions = .init(),
        growths: [Growth] = [],
        seasonalityModes: [ComponentMode] = [],
        changepointCounts: [Int] = [],
        changepointRanges: [Double] = [],
        holidaysPriorScales: [Double] = [],
        seasonalityPriorScales: [Double] = [],
        changepointPriorScales: [Double] = []
    ) {
        self.base = base
        self.growths = growths
        self.seasonalityModes = seasonalityModes
        self.changepointCounts = changepointCounts
        self.changepointRanges = changepointRanges
        self.holidaysPriorScales = holidaysPriorScales
        self.seasonalityPriorScales = seasonalityPriorScales
        self.changepointPriorScales = changepointPriorScales
    }

    /// The combinations; those that differ in prior scales only follow each other, which is fastest to fit.
    ///
    /// - Complexity: O(n) for n combinations.
    public var candidates: [OptionCandidate] {
        var result = [OptionCandidate("", base)]
        func vary<Value>(
            _ name: String, _ values: [Value], _ path: WritableKeyPath<ProphetOptions, Value>,
            _ text: (Value) -> String = { "\($0)" }
        ) {
            guard !values.isEmpty else { return }
            result = result.flatMap { candidate in
                values.map { value in
                    var options = candidate.options
                    options[keyPath: path] = value
                    let prefix = candidate.label.isEmpty ? "" : "\(candidate.label), "
                    return OptionCandidate("\(prefix)\(name) \(text(value))", options)
                }
            }
        }
        vary("growth", growths, \.growth) { $0.rawValue }
        vary("seasonality mode", seasonalityModes, \.seasonalityMode) { $0.rawValue }
        vary("changepoints", changepointCounts, \.changepointCount)
        vary("changepoint range", changepointRanges, \.changepointRange)
        vary("holidays prior scale", holidaysPriorScales, \.holidaysPriorScale)
        vary("seasonality prior scale", seasonalityPriorScales, \.seasonalityPriorScale)
        vary("changepoint prior scale", changepointPriorScales, \.changepointPriorScale)
        return result.count == 1 && result[0].label.isEmpty ? [OptionCandidate("base", base)] : result
    }
}
