import RealModule

/// Maps values to positions in a drawing, evenly or by logarithm.
struct Scale: Hashable, Sendable {
    /// The lowest and highest value.
    let domain: ClosedRange<Double>
    /// The position of the lowest value.
    let start: Double
    /// The position of the highest value.
    let end: Double
    /// Whether equal ratios are equally long.
    let isLog: Bool

    /// A scale between two positions.
    ///
    /// A logarithmic scale needs a domain above 0; one that is not is taken evenly.
    init(_ domain: ClosedRange<Double>, from start: Double, to end: Double, isLog: Bool = false) {
        self.domain = domain
        self.start = start
        self.end = end
        self.isLog = isLog && domain.lowerBound > 0
    }

    /// The position of a value; the middle if the domain is a single value.
    func callAsFunction(_ value: Double) -> Double {
        let place = { (value: Double) in isLog ? Double.log(max(value, .leastNormalMagnitude)) : value }
        let (low, high) = (place(domain.lowerBound), place(domain.upperBound))
        guard high > low else { return (start + end) / 2 }
        return start + (end - start) * (place(value) - low) / (high - low)
    }

    /// A domain that holds some values with a margin at both ends.
    ///
    /// - Parameters:
    ///   - values: The values; those that are not finite are left out.
    ///   - margin: The share of the range added at each end.
    ///   - isLog: Whether the share is taken of the logarithm.
    /// - Returns: 0 to 1 if there are no values.
    static func domain(
        of values: some Sequence<Double>, margin: Double = 0.06, isLog: Bool = false
    ) -> ClosedRange<Double> {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return 0...1 }
        if isLog, low > 0 {
            let room = max(Double.exp(margin * Double.log(high / low)), 1.01)
            return (low / room)...(high * room)
        }
        let room = high > low ? (high - low) * margin : max(abs(high) * 0.05, 1e-9)
        return (low - room)...(high + room)
    }
}
