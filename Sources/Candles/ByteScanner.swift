/// Reads numbers from bytes, one after the other, and never past their end.
struct ByteScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The byte at the position, or nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Steps over one byte if it is the expected one.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Steps over spaces, tabs and line ends.
    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    /// Moves to the next comma, closing bracket or line end, or to the end.
    mutating func skipField() {
        while let byte = next, byte != 0x2C, byte != 0x5D, byte != 0x0A { position += 1 }
    }

    /// The text from a position up to the current one, for messages.
    func text(from start: Int) -> String {
        String(decoding: bytes[min(start, position)..<min(position, start + 40)], as: UTF8.self)
    }

    /// A whole number with an optional minus; nil, and the position unchanged, if there is none or it overflows.
    mutating func integer() -> Int64? {
        let start = position
        let isNegative = skip(0x2D)
        var value: Int64 = 0
        let first = position
        while let byte = next, byte &- 0x30 < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(byte &- 0x30))
            guard !overflow, !carry else {
                position = start
                return nil
            }
            value = sum
            position += 1
        }
        guard position > first else {
            position = start
            return nil
        }
        return isNegative ? -value : value
    }

    /// A plain decimal number, correctly rounded; nil, and the position unchanged, if there is none.
    ///
    /// Up to 19 significant digits are read exactly in one pass; longer text is left to the standard library, after
    /// its alphabet has been checked.
    mutating func number() -> Double? {
        let start = position
        let isNegative = skip(0x2D)
        var mantissa: UInt64 = 0
        var digitCount = 0
        var places = 0
        var sawDigit = false
        var sawPoint = false
        while let byte = next {
            if byte == 0x2E, !sawPoint {
                sawPoint = true
            } else if byte &- 0x30 < 10 {
                sawDigit = true
                if digitCount < 19 { mantissa = mantissa * 10 + UInt64(byte &- 0x30) }
                if mantissa != 0 { digitCount += 1 }
                if sawPoint { places += 1 }
            } else {
                break
            }
            position += 1
        }
        guard sawDigit else {
            position = start
            return nil
        }
        if digitCount <= 19, places <= 19 {
            let value = Decimal.value(mantissa: mantissa, places: places)
            return isNegative ? -value : value
        }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self))
    }
}
