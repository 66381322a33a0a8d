import RealModule

/// The product of a normal density and the prior exp(-lambda |x|): its mean and variance.
///
/// On either side of 0 it is a normal density cut off at 0, so both moments have closed forms.
enum LaplaceSite {
    /// The moments of the product with a normal density of some mean and variance.
    static func moments(mean: Double, variance: Double, lambda: Double) -> (mean: Double, variance: Double) {
        let scale = variance.squareRoot()
        // Both sides are seen as the positive side of a normal density; the second is mirrored.
        let right = side(center: mean - lambda * variance, scale: scale)
        let left = side(center: -mean - lambda * variance, scale: scale)
        let logRight = right.logMass - lambda * mean
        let logLeft = left.logMass + lambda * mean
        let top = max(logRight, logLeft)
        let (a, b) = (Double.exp(logRight - top), Double.exp(logLeft - top))
        let share = a / (a + b)
        let first = share * right.mean - (1 - share) * left.mean
        // The variance is that within the sides and that between them.
        let distance = right.mean + left.mean
        let within = share * right.variance + (1 - share) * left.variance
        return (first, within + share * (1 - share) * distance * distance)
    }

    /// The part of a normal density above 0: the logarithm of its mass, its mean and its variance.
    private static func side(
        center: Double, scale: Double
    ) -> (logMass: Double, mean: Double, variance: Double) {
        let a = center / scale
        guard a > -30 else {
            // Far out the density falls like an exponential one; a series in 1/a², good to eight digits.
            let b = -a
            let q = 1 / (b * b)
            let tail = 1 - q * (1 - 3 * q * (1 - 5 * q * (1 - 7 * q)))
            let mean = (1 - q * (2 - q * (10 - q * (74 - q * 706)))) / b
            let variance = q * (1 - q * (6 - q * (50 - q * 518)))
            let logMass = -a * a / 2 - Double.log(b * (2 * Double.pi).squareRoot()) + Double.log(tail)
            return (logMass, scale * mean, scale * scale * variance)
        }
        let mass = Double.erfc(-a / 2.0.squareRoot()) / 2
        let hazard = Double.exp(-a * a / 2) / (2 * Double.pi).squareRoot() / mass
        let mean = a + hazard
        let variance = max(0, 1 - hazard * mean)
        return (Double.log(mass), scale * mean, scale * scale * variance)
    }
}
