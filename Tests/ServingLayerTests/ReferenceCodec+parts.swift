@testable import ServingLayer

/// Packs whole numbers in blocks of 64.
enum ReferencePacking {
    private static let blockSize = 64

    /// Adds packed numbers to some bytes.
    static func pack(_ numbers: [UInt64], into bytes: inout [UInt8]) {
        var start = 0
        while start < numbers.count {
            let end = min(start + blockSize, numbers.count)
            var union: UInt64 = 0
            for index in start..<end { union |= numbers[index] }
            let width = 64 - union.leadingZeroBitCount
            bytes.append(UInt8(width))
            if width > 0 { pack(numbers[start..<end], width: width, into: &bytes) }
            start = end
        }
    }

    private static func pack(_ numbers: ArraySlice<UInt64>, width: Int, into bytes: inout [UInt8]) {
        var word: UInt64 = 0
        var filled = 0
        for number in numbers {
            word |= number << UInt64(filled)
            filled += width
            guard filled >= 64 else { continue }
            bytes.append(littleEndian: word)
            filled -= 64
            // A shift by 64 or more gives 0, which is right where the number ended with the word.
            word = number >> UInt64(width - filled)
        }
        if filled > 0 { bytes.append(littleEndian: word) }
    }
}

/// A column of decimal numbers as whole units of a power of ten, from which each number comes back bit for bit.
struct ReferenceScale {
    /// The number of decimal places of a unit, from 0 to ``maximumScale``.
    let scale: Int
    /// The numbers, in units of 10^-scale.
    let units: [Int64]

    static let maximumScale = 12
    /// The powers of ten that scale a column; all are exact.
    static let powers: [Double] = (0...maximumScale).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }
    /// Units must stay below this, so that rounding by addition is exact and a quotient of units rounds once.
    private static let limit = 0x1p51

    init(scale: Int, units: [Int64]) {
        self.scale = scale
        self.units = units
    }

    /// Finds the smallest scale, from a minimum on, at which every number comes back bit for bit; nil if none does.
    ///
    /// - Complexity: O(numbers), and as many tries more as the scale found.
    init?(_ numbers: [Double], minimum: Int = 0) {
        var scale = minimum
        for number in numbers {
            while Self.units(number, scale) == nil {
                scale += 1
                guard scale <= Self.maximumScale else { return nil }
            }
        }
        var units: [Int64] = []
        units.reserveCapacity(numbers.count)
        for number in numbers {
            guard let unit = Self.units(number, scale) else { return nil }
            units.append(unit)
        }
        self.init(scale: scale, units: units)
    }

    /// The number that some units stand for.
    static func number(_ units: Int64, _ scale: Int) -> Double { Double(units) / powers[scale] }

    /// The units of a number at a scale, or nil if the number would not come back bit for bit.
    private static func units(_ number: Double, _ scale: Int) -> Int64? {
        let scaled = number * powers[scale]
        guard abs(scaled) < limit else { return nil }
        // Adding and taking away 1.5 x 2^52 rounds to the nearest whole number without a library call.
        let units = Int64((scaled + 0x1.8p52) - 0x1.8p52)
        return Self.number(units, scale).bitPattern == number.bitPattern ? units : nil
    }
}

/// What base volume, prices and a scale say a quote volume should be, in units of that scale.
///
/// It is whole-number arithmetic, so it is the same everywhere, and it wraps around instead of trapping.
struct ReferencePrediction {
    let base: [Int64]
    let high: [Int64]
    let low: [Int64]
    let divisor: Int128

    /// A prediction from columns in whole units; nil where the quote volume has more decimal places than base
    /// volume and price have together.
    init?(base: [Int64], high: [Int64], low: [Int64], places: Int, quotePlaces: Int) {
        let excess = places - quotePlaces
        guard (0...18).contains(excess) else { return nil }
        self.base = base
        self.high = high
        self.low = low
        divisor = (0..<excess).reduce(2) { power, _ in power * 10 }
    }

    subscript(row: Int) -> Int64 {
        let product = Int128(base[row]) * Int128(high[row] &+ low[row])
        return Int64(truncatingIfNeeded: product / divisor)
    }
}

extension [UInt8] {
    /// Adds a number, its least significant byte first.
    mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Adds bits, eight to a byte, least significant bit first.
    mutating func append(bits: [Bool]) {
        var packed = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
        for (index, bit) in bits.enumerated() where bit { packed[index >> 3] |= 1 << UInt8(index & 7) }
        append(contentsOf: packed)
    }
}
