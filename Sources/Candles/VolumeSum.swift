/// Adds volumes without rounding errors: as whole numbers of 10^-8, in 128 bits, rounded once at the end.
///
/// The exchange writes volumes with eight decimals. A `Double` below 90 million names its eight-decimal number
/// without doubt, so the sum of minutes is exactly the sum that the exchange prints.
public struct VolumeSum: Hashable, Sendable {
    private var units: UInt128 = 0

    /// An empty sum.
    public init() {}

    /// Adds a volume.
    ///
    /// - Precondition: The volume is finite and not below 0.
    public mutating func add(_ volume: Double) {
        units += Self.units(of: volume)
    }

    /// The sum, rounded once to the nearest `Double`.
    public var total: Double { Decimal.quotient(units, by: 100_000_000) }

    /// The whole number of 10^-8 nearest to a volume, from the bits of the number alone.
    static func units(of volume: Double) -> UInt128 {
        precondition(
            volume.isFinite && volume >= 0, "a volume must be finite and not negative, was \(volume)")
        guard volume > 0 else { return 0 }
        let exponent = Int(volume.exponent) - 52
        let significand = UInt128((volume.significandBitPattern | 1 << 52)) * 100_000_000
        if exponent >= 0 { return significand << UInt128(min(exponent, 48)) }
        let shift = UInt128(-exponent)
        guard shift < 100 else { return 0 }
        return (significand + (1 << (shift - 1))) >> shift
    }
}
