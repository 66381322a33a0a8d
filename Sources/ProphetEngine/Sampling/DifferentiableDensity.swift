/// A density over unconstrained numbers that a gradient sampler can climb.
protocol DifferentiableDensity: Sendable {
    /// The number of parameters.
    var count: Int { get }

    /// Computes the logarithm of the density and its gradient.
    ///
    /// - Parameters:
    ///   - x: The point, shape `count`.
    ///   - gradient: Written over, shape `count`.
    /// - Returns: The logarithm up to a constant; -∞ where it cannot be computed.
    mutating func value(at x: [Double], gradient: inout [Double]) -> Double
}
