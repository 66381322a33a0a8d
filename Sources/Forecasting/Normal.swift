import RealModule

/// The standard normal distribution.
enum Normal {
    /// The half-width, in standard deviations, of the central interval that holds a share of the
    /// distribution.
    ///
    /// Newton steps from 0: the distribution function is concave above 0, so they rise to the root and never
    /// pass it.
    ///
    /// - Precondition: The share is above 0 and below 1.
    static func halfWidth(holding share: Double) -> Double {
        precondition(share > 0 && share < 1, "the share must be between 0 and 1, was \(share)")
        var z = 0.0
        for _ in 0..<100 {
            // The tail is used, not the centre, so that shares near 1 keep their digits.
            let excess = Double.erfc(z / Double.sqrt(2)) - (1 - share)
            let slope = Double.sqrt(2 / .pi) * Double.exp(-z * z / 2)
            let next = z + excess / slope
            guard next > z else { break }
            z = next
        }
        return z
    }
}
