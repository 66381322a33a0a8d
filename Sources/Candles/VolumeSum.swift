/// Adds volumes without rounding errors: as whole numbers of 10^-8, in 128 bits, rounded once at the end.
///
/// The exchange writes volumes with eight decimals. A `Double` below 2^26 names its eight-decimal number
/// without doubt, so the sum of minutes is exactly the sum that the exchange prints. Volumes that no market has, too
/// large for 128 bits, are added as doubles instead; no input traps.
public struct VolumeSum: Hashable, Sendable {
    private var units: UInt128 = 0
    private var excess = 0.0

    /// The largest volume that is added exactly.
    static let largestExact = 1e20

    /// An empty sum.
    public init() {}

    /// Adds a volume.
    ///
    /// - Precondition: The volume is finite and not below 0.
    public mutating func add(_ volume: Double) {
        precondition(
            volume.isFinite && volume >= 0, "a volume must be finite and not negative, was \(volume)")
        let (sum, isTooLarge) = units.addingReportingOverflow(
            volume <= Self.largestExact ? Self.units(of: volume) : 0)
        guard volume <= Self.largestExact, !isTooLarge else {
            excess = min(excess + volume, .greatestFiniteMagnitude)
            return
        }
        units = sum
    }

    /// Adds volumes, as if one by one, up to one that is not a number.
    ///
    /// - Returns: Whether all were numbers.
    /// - Precondition: The volumes that are numbers are finite and not below 0.
    mutating func add(_ volumes: UnsafeBufferPointer<Double>) -> Bool {
        // Small enough that the units of a block fit 64 bits, and that one large volume delays few others.
        let blockSize = 128
        for start in stride(from: 0, to: volumes.count, by: blockSize) {
            let block = UnsafeBufferPointer(
                rebasing: volumes[start..<min(start + blockSize, volumes.count)])
            if addSmall(block) { continue }
            for volume in block {
                guard !volume.isNaN else { return false }
                add(volume)
            }
        }
        return true
    }

    /// Adds volumes if each is below 2^51 units and is the `Double` nearest to a whole number of them, whose units a
    /// product and a quotient then find; answers whether it did.
    private mutating func addSmall(_ volumes: UnsafeBufferPointer<Double>) -> Bool {
        // Adding this to a number below 2^51 leaves the nearest whole number in its low bits.
        let magic = 0x1.8p52
        var sum: Int64 = 0
        var different: UInt64 = 0
        for volume in volumes {
            let scaled = volume * 100_000_000
            let rounded = scaled + magic
            sum &+= Int64(bitPattern: rounded.bitPattern &- magic.bitPattern)
            different |= ((rounded - magic) / 100_000_000).bitPattern ^ volume.bitPattern
            different |= scaled >= 0 ? 0 : 1
            different |= scaled < 0x1p51 ? 0 : 1
        }
        guard different == 0 else { return false }
        let (total, isTooLarge) = units.addingReportingOverflow(UInt128(sum))
        guard !isTooLarge else { return false }
        units = total
        return true
    }

    /// The sum, rounded once to the nearest `Double`.
    public var total: Double {
        let exact = Decimal.quotient(units, by: 100_000_000)
        return excess == 0 ? exact : min(exact + excess, .greatestFiniteMagnitude)
    }

    /// The whole number of 10^-8 nearest to a volume, from the bits of the number alone.
    private static func units(of volume: Double) -> UInt128 {
        guard volume > 0 else { return 0 }
        let exponent = Int(volume.exponent) - 52
        let significand = UInt128(volume.significandBitPattern | 1 << 52) * 100_000_000
        if exponent >= 0 { return significand << UInt128(exponent) }
        let shift = UInt128(-exponent)
        guard shift < 100 else { return 0 }
        return (significand + (1 << (shift - 1))) >> shift
    }
}
