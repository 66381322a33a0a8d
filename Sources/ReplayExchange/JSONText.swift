import Candles

/// Writes JSON as bytes.
///
/// Numbers that the exchange writes as strings have eight decimals, as on the exchange.
struct JSONText: Sendable {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// Writes text as it is.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes a whole number.
    mutating func number(_ value: Int64) {
        guard value >= 0 else {
            bytes.append(0x2D)
            digits(value.magnitude, width: 1)
            return
        }
        digits(UInt64(value), width: 1)
    }

    /// Writes a string with its quotes.
    mutating func string(_ text: String) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0..<0x20: raw("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    /// Takes memory for so many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Writes a price or volume as the exchange does: a string with eight decimals.
    mutating func decimal(_ value: Double) {
        bytes.append(0x22)
        plain(value)
        bytes.append(0x22)
    }

    /// Writes a number with eight decimals.
    ///
    /// A number that eight decimals cannot name (no number of the exchange) keeps its shortest form, so reading the
    /// text always gives the same number back.
    mutating func plain(_ value: Double) {
        let magnitude = abs(value)
        if magnitude < 16_000_000 {
            // Below 2^24 the product is off by less than half a unit, and the quotient is rounded once.
            let units = UInt64((magnitude * 1e8).rounded())
            if Double(units) / 1e8 == magnitude {
                if value < 0, units > 0 { bytes.append(0x2D) }
                let (whole, fraction) = units.quotientAndRemainder(dividingBy: 100_000_000)
                digits(whole, width: 1)
                bytes.append(0x2E)
                digits(fraction, width: 8)
            } else {
                raw(Decimal.text(value))
            }
        } else {
            large(value)
        }
    }

    /// Writes a number as a string with a fixed number of decimals, rounded; for figures that we compute.
    mutating func rounded(_ value: Double, decimals: Int) {
        let power = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
        let units = (abs(value) * power).rounded()
        guard units < 9e18 else {
            string(Decimal.text(value))
            return
        }
        bytes.append(0x22)
        if value < 0, units > 0 { bytes.append(0x2D) }
        let (whole, fraction) = UInt64(units).quotientAndRemainder(dividingBy: UInt64(power))
        digits(whole, width: 1)
        bytes.append(0x2E)
        digits(fraction, width: decimals)
        bytes.append(0x22)
    }

    /// A large number in its shortest form, filled up to eight decimals: the text that was recorded, up to 15 digits.
    private mutating func large(_ value: Double) {
        let text = Decimal.text(value)
        raw(text)
        let places = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 }
        if places == nil { raw(".") }
        for _ in 0..<max(0, 8 - (places ?? 0)) { bytes.append(0x30) }
    }

    private mutating func digits(_ value: UInt64, width: Int) {
        var value = value
        let start = bytes.count
        repeat {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
            value /= 10
        } while value > 0 || bytes.count - start < width
        var low = start
        var high = bytes.count - 1
        while low < high {
            bytes.swapAt(low, high)
            low += 1
            high -= 1
        }
    }
}
