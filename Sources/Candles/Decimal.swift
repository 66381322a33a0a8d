/// Decimal text to `Double` and back, exactly rounded in both directions.
///
/// Prices and volumes arrive as decimal text. Reading gives the nearest `Double`; writing gives the shortest plain
/// text that reads back as the same `Double`, so every number of up to 15 significant digits returns unchanged.
public enum Decimal {
    /// The quotient of two whole numbers, rounded once to the nearest `Double` (ties to even).
    ///
    /// - Precondition: The divisor is above 0 and below 2^73.
    static func quotient(_ dividend: UInt128, by divisor: UInt128) -> Double {
        guard dividend != 0 else { return 0 }
        let width = 128 - dividend.leadingZeroBitCount
        // 55 quotient bits or more: 53 for the result, one to round by, one that remembers a remainder.
        let shift = max(0, 128 - divisor.leadingZeroBitCount - width + 55)
        let (whole, remainder) = (dividend << UInt128(shift)).quotientAndRemainder(dividingBy: divisor)
        let excess = max(0, 128 - whole.leadingZeroBitCount - 60)
        let kept = whole >> UInt128(excess)
        let isInexact = remainder != 0 || kept << UInt128(excess) != whole
        let bits = UInt64(truncatingIfNeeded: kept) | (isInexact ? 1 : 0)
        return Double(sign: .plus, exponent: excess - shift, significand: Double(bits))
    }

    /// The powers of ten that a 64-bit number holds.
    static let powers: [UInt64] = (0...19).map { exponent in
        (0..<exponent).reduce(into: UInt64(1)) { power, _ in power *= 10 }
    }

    /// The value of a decimal with a whole-number mantissa: `mantissa / 10^places`, rounded once.
    ///
    /// - Precondition: `places` is 0 to 19.
    static func value(mantissa: UInt64, places: Int) -> Double {
        // Both operands are exact below 2^53 and 10^22, and one division rounds once.
        if mantissa <= 1 << 53 { return Double(mantissa) / Double(powers[places]) }
        return quotient(UInt128(mantissa), by: UInt128(powers[places]))
    }

    /// Reads plain decimal text: an optional minus, digits, an optional point and digits.
    ///
    /// Exponents, signs other than one minus, and words such as `nan` are refused.
    ///
    /// - Returns: The nearest `Double`, or nil if the text is anything else.
    public static func parse(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = ByteScanner(bytes)
            guard let number = scanner.number(), scanner.isAtEnd else { return nil }
            return number
        }
    }

    /// The shortest plain text that reads back as the same number: no exponent, no trailing zeros, no `.0`.
    ///
    /// - Precondition: The number is finite.
    public static func text(_ number: Double) -> String {
        precondition(number.isFinite, "the number must be finite, was \(number)")
        let shortest = "\(number)"
        guard let exponentMark = shortest.firstIndex(of: "e") else {
            return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
        }
        let exponent = Int(shortest[shortest.index(after: exponentMark)...]) ?? 0
        var mantissa = shortest[..<exponentMark]
        let sign = mantissa.first == "-" ? String(mantissa.removeFirst()) : ""
        let parts = mantissa.split(separator: ".")
        let fraction = parts.count == 2 && parts[1] != "0" ? String(parts[1]) : ""
        let allDigits = String(parts[0]) + fraction
        let point = parts[0].count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + allDigits }
        let missing = max(0, point - allDigits.count)
        let whole = allDigits + String(repeating: "0", count: missing)
        let tail = whole.dropFirst(point)
        return sign + whole.prefix(point) + (tail.isEmpty ? "" : "." + tail)
    }
}
