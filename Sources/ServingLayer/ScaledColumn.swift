/// A column of decimal numbers as whole units of a power of ten, from which each number comes back bit for bit.
struct ScaledColumn {
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
