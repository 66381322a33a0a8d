/// Numbers as text.
enum NumberText {
    /// The powers of ten that a double holds exactly.
    private static let powers: [Double] = (0...22).map { exponent in
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }

    /// Reads a decimal number such as `-12.5e-3`; nil for anything else, infinite if it is too large.
    ///
    /// A whole number below 2⁵³ times or over an exact power of ten is rounded once, hence correctly; all
    /// other numbers take the slow way (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
    static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var position = 0
        var isNegative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            position = 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var isExact = true
        var exponent = 0
        var hasPoint = false
        while position < bytes.count {
            let digit = bytes[position] &- 48
            if digit < 10 {
                if mantissa < 900_000_000_000_000 {
                    mantissa = mantissa * 10 + UInt64(digit)
                    exponent -= hasPoint ? 1 : 0
                } else {
                    isExact = false
                }
                digits += 1
            } else if bytes[position] == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            position += 1
        }
        guard digits > 0 else { return nil }
        if position < bytes.count {
            guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return nil }
            guard let power = wholeNumber(bytes, from: position + 1) else { return nil }
            exponent += power
        }
        if isExact, abs(exponent) <= 22 {
            let value = Double(mantissa)
            let result = exponent < 0 ? value / powers[-exponent] : value * powers[exponent]
            return isNegative ? -result : result
        }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    /// The exponent at a position, kept within ±100,000, or nil if it is none.
    private static func wholeNumber(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        var isNegative = false
        if position < bytes.count,
            bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
        {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        guard position < bytes.count else { return nil }
        var value = 0
        while position < bytes.count {
            let digit = bytes[position] &- 48
            guard digit < 10 else { return nil }
            value = min(value * 10 + Int(digit), 100_000)
            position += 1
        }
        return isNegative ? -value : value
    }

    /// Appends the shortest text that reads back as the same double.
    static func append(_ value: Double, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: value.description.utf8)
    }
}
