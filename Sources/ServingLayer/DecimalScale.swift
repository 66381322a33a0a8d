/// Turns decimal numbers into whole units of a power of ten, from which each number comes back bit for bit.
enum DecimalScale {
    /// The most decimal places of a unit.
    static let maximum = 12
    /// The powers of ten that scale a column; all are exact.
    static let powers: [Double] = (0...maximum).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }
    /// Units must stay below this, so that rounding by addition is exact and a quotient of units rounds once.
    private static let limit = 0x1p51
    /// Adding this to a number below the limit leaves the nearest whole number in its low bits.
    private static let magic = 0x1.8p52
    private static let blockSize = 64

    /// Finds the smallest scale, from a minimum on, at which every number comes back bit for bit.
    ///
    /// - Returns: The scale, with the units written, or nil if none does.
    /// - Complexity: O(numbers), and as many tries more as the scale found.
    static func scale(
        _ numbers: UnsafePointer<Double>, _ count: Int, from minimum: Int = 0,
        into units: UnsafeMutablePointer<Int64>
    ) -> Int? {
        var scale = minimum
        // The rows before this one were turned into units of a smaller scale.
        var done = 0
        var start = 0
        while start < count {
            let size = min(blockSize, count - start)
            if !convert(numbers + start, size, scale, into: units + start) {
                for row in start..<(start + size) {
                    while !convert(numbers + row, 1, scale, into: units + row) {
                        scale += 1
                        done = row
                        guard scale <= maximum else { return nil }
                    }
                }
            }
            start += size
        }
        guard done == 0 || convert(numbers, done, scale, into: units) else { return nil }
        return scale
    }

    /// Turns numbers into units of a scale; answers whether all would come back bit for bit.
    static func convert(
        _ numbers: UnsafePointer<Double>, _ count: Int, _ scale: Int, into units: UnsafeMutablePointer<Int64>
    ) -> Bool {
        let power = powers[scale]
        var different: UInt64 = 0
        for row in 0..<count {
            let number = numbers[row]
            let scaled = number * power
            // Adding and taking away 1.5 x 2^52 rounds to the nearest whole number without a library call.
            let rounded = scaled + magic
            units[row] = Int64(bitPattern: rounded.bitPattern &- magic.bitPattern)
            different |= ((rounded - magic) / power).bitPattern ^ number.bitPattern
            different |= scaled.magnitude < limit ? 0 : 1
        }
        return different == 0
    }

    /// Turns units of a scale into the numbers that they stand for.
    static func numbers(
        _ units: UnsafePointer<Int64>, _ count: Int, _ scale: Int, into numbers: UnsafeMutablePointer<Double>
    ) {
        let power = powers[scale]
        var extent: UInt64 = 0
        for row in 0..<count { extent |= UInt64(bitPattern: units[row] ^ (units[row] &>> 63)) }
        if extent < 1 << 51 {
            for row in 0..<count {
                let rounded = Double(bitPattern: magic.bitPattern &+ UInt64(bitPattern: units[row]))
                numbers[row] = (rounded - magic) / power
            }
        } else {
            for row in 0..<count { numbers[row] = Double(units[row]) / power }
        }
    }
}
