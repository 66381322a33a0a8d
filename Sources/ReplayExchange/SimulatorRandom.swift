/// The random numbers of the simulator (SplitMix64): equal seeds give equal markets on every machine.
///
/// Nothing here calls a function of the mathematics library, whose last digit differs between systems.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct SimulatorRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The sequence of a seed and of what it is for, so that no two purposes share numbers.
    init(seed: UInt64, purpose: UInt64, index: Int64 = 0) {
        state = seed
        for value in [purpose, UInt64(bitPattern: index)] {
            state ^= next() &+ value &* 0xD6E8_FEB8_6659_FD93
        }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in `[0, 1)`.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A whole number in `0..<bound`.
    mutating func below(_ bound: Int) -> Int { Int(unit() * Double(bound)) }

    /// A nearly normal number of mean 0 and variance 1: the sum of four even ones, so never beyond 3.5.
    mutating func normal() -> Double {
        let bits = next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        // Four numbers of 16 bits: mean 131,070, standard deviation 65,536 / 12^0.5 x 2.
        return (Double(sum) - 131_070) * (1 / 37_837.227)
    }
}
