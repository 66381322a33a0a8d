/// The range of a value axis that does not magnify what is nothing beside the level of the series.
enum ValueDomain {
    /// The domain of values of a series.
    ///
    /// - Parameters:
    ///   - values: The values; those that are not finite are left out.
    ///   - margin: The room on each side as a share of the range.
    /// - Returns: The range with its room; 5 % of the level on each side if the values differ by less than a
    ///   millionth of it.
    /// - Complexity: O(n).
    static func series(_ values: some Sequence<Double>, margin: Double) -> ClosedRange<Double> {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return 0...1 }
        let level = max(abs(low), abs(high))
        guard high - low < 1e-6 * level else { return Scale.domain(of: [low, high], margin: margin) }
        return (low - 0.05 * level)...(high + 0.05 * level)
    }

    /// The domain of effects on a series.
    ///
    /// - Parameters:
    ///   - values: The values; those that are not finite are left out.
    ///   - level: The size of what they are effects on.
    ///   - margin: The room on each side as a share of the range.
    /// - Returns: The range with its room; 1 % of the level on each side of the middle if the values differ by less
    ///   than a hundred millionth of it.
    /// - Complexity: O(n).
    static func effects(
        _ values: some Sequence<Double>, level: Double, margin: Double
    ) -> ClosedRange<Double> {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max(), high - low < 1e-8 * abs(level) else {
            return Scale.domain(of: finite, margin: margin)
        }
        return (low - 0.01 * abs(level))...(high + 0.01 * abs(level))
    }
}
