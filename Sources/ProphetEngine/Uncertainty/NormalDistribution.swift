import RealModule

/// Quantiles of the standard normal distribution.
enum NormalDistribution {
    /// The z for which the interval from -z to z holds a probability mass in 0..<1.
    ///
    /// Newton's method on the tail, which is convex: from 0 it approaches the root from one side.
    static func halfWidth(mass: Double) -> Double {
        var z = 0.0
        for _ in 0..<200 {
            let excess = Double.erfc(z / 2.0.squareRoot()) - (1 - mass)
            let slope = (2 / Double.pi).squareRoot() * Double.exp(-z * z / 2)
            let next = z + excess / slope
            guard next > z else { break }
            z = next
        }
        return z
    }
}
