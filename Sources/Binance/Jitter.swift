/// The random numbers of pauses, repeatable from a seed (SplitMix64).
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct Jitter: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    /// The generator of one seed.
    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A random length between two others.
    mutating func duration(from least: Duration, to most: Duration) -> Duration {
        least + (most - least) * Double.random(in: 0...1, using: &self)
    }

    /// `first` doubled `count` times, but at most `longest`.
    static func doubled(_ first: Duration, times count: Int, atMost longest: Duration) -> Duration {
        min(longest, first * (1 << min(count, 20)))
    }
}
