import RealModule

/// Random numbers of the distributions that a forecast needs.
struct RandomDeviates: Sendable {
    private var generator: Xoshiro256
    private var spareNormal: Double?

    /// Creates the numbers of a seed.
    init(seed: UInt64) {
        generator = Xoshiro256(seed: seed)
    }

    /// A number that is uniform in 0..<1, a multiple of 2⁻⁵³.
    mutating func uniform() -> Double {
        Double(generator.next() >> 11) * 0x1p-53
    }

    /// A standard normal number, by Marsaglia's polar method, which makes two at a time.
    mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let s = u * u + v * v
            guard s > 0, s < 1 else { continue }
            let factor = (-2 * Double.log(s) / s).squareRoot()
            spareNormal = v * factor
            return u * factor
        }
    }

    /// A number with the Laplace distribution around 0, by inversion.
    mutating func laplace(scale: Double) -> Double {
        let u = uniform() - 0.5
        // 1 - 2|u| is in (0, 1] but for u = -0.5, of which the next number takes the place.
        guard u > -0.5 else { return laplace(scale: scale) }
        let size = -scale * Double.log(1 - 2 * abs(u))
        return u < 0 ? -size : size
    }
}
