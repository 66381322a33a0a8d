import Candles

/// Writes text into memory that has room for it, a value at a time.
///
/// The caller keeps ``usualRoom`` bytes free for every value; numbers, days and times need at most that.
struct TextCursor {
    /// The most bytes of a number in its usual form, a day or a time, and some more.
    static let usualRoom = 32
    /// How many bytes behind the last text may be written or read, though they belong to no text.
    static let slack = 16

    private(set) var position: UnsafeMutablePointer<UInt8>

    /// A cursor at the beginning of some memory.
    init(_ position: UnsafeMutablePointer<UInt8>) {
        self.position = position
    }

    mutating func append(_ byte: UInt8) {
        position.pointee = byte
        position += 1
    }

    mutating func append(_ text: [UInt8]) {
        text.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            position.update(from: base, count: bytes.count)
        }
        position += text.count
    }

    /// Copies bytes, in pieces of sixteen: at most fifteen more are read and written than are wanted.
    mutating func append(from source: UnsafePointer<UInt8>, count: Int) {
        var copied = 0
        repeat {
            let piece = UnsafeRawPointer(source + copied).loadUnaligned(as: SIMD16<UInt8>.self)
            UnsafeMutableRawPointer(position + copied).storeBytes(of: piece, as: SIMD16<UInt8>.self)
            copied += 16
        } while copied < count
        position += count
    }

    mutating func append(_ number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(digits: number.magnitude)
    }

    /// Writes a number of up to eight places and fifteen digits; false, with nothing written, for any other.
    ///
    /// Two decimals of up to fifteen digits never read as the same double, so one that does read as the number is
    /// the shortest text of it. Most that are too large for eight places have six or less.
    mutating func appendShort(_ number: Double) -> Bool {
        appendShort(number, scale: 1e8, rest: 1) || appendShort(number, scale: 1e6, rest: 100)
    }

    /// Writes a number that is a whole number divided by a scale, which a factor brings to eight places.
    private mutating func appendShort(_ number: Double, scale: Double, rest factor: UInt64) -> Bool {
        let scaled = (number.magnitude * scale).rounded(.toNearestOrEven)
        guard scaled < 1e15, scaled / scale == number.magnitude else { return false }
        if number < 0 { append(UInt8(ascii: "-")) }
        let (whole, rest) = UInt64(scaled).quotientAndRemainder(dividingBy: 100_000_000 / factor)
        append(digits: whole)
        guard rest != 0 else { return true }
        append(UInt8(ascii: "."))
        let places = Self.digits(rest * factor)
        store(places)
        // The zeros at the end are the highest bytes.
        position += 8 - places.leadingZeroBitCount / 8
        return true
    }

    /// Writes a day as `YYYY-MM-DD`.
    mutating func append(_ day: UTCDay) {
        let date = day.civil
        appendPadded(UInt64(max(0, date.year)), width: 4)
        append(UInt8(ascii: "-"))
        appendPadded(UInt64(date.month), width: 2)
        append(UInt8(ascii: "-"))
        appendPadded(UInt64(date.day), width: 2)
    }

    /// Writes the time of a day as `T12:34:56Z`, with milliseconds only if there are any.
    mutating func append(clock milliseconds: Int64) {
        let (seconds, rest) = UInt64(milliseconds).quotientAndRemainder(dividingBy: 1000)
        for (index, part) in [seconds / 3600, seconds / 60 % 60, seconds % 60].enumerated() {
            append(UInt8(ascii: index == 0 ? "T" : ":"))
            appendPadded(part, width: 2)
        }
        if rest != 0 {
            append(UInt8(ascii: "."))
            appendPadded(rest, width: 3)
        }
        append(UInt8(ascii: "Z"))
    }

    private mutating func append(digits number: UInt64) {
        guard number < 100_000_000 else {
            let (front, rest) = number.quotientAndRemainder(dividingBy: 100_000_000)
            append(digits: front)
            store(Self.digits(rest))
            position += 8
            return
        }
        let digits = Self.digits(number)
        // The zeros in front are the lowest bytes; the last digit is always written.
        let zeros = min(7, digits.trailingZeroBitCount / 8)
        store(digits >> UInt64(8 * zeros))
        position += 8 - zeros
    }

    /// The eight digits of a number below 10^8, the first in the lowest byte, without the bits that make them text.
    ///
    /// The number is halved three times, into fours, pairs and single digits, each time all parts at once.
    private static func digits(_ number: UInt64) -> UInt64 {
        let fours = number / 10_000 | (number % 10_000) << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x7F_0000_007F
        let pairs = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (pairs &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (pairs &- tens &* 10) << 8
    }

    /// Writes eight digits as text and leaves the position where it is.
    private mutating func store(_ digits: UInt64) {
        UnsafeMutableRawPointer(position)
            .storeBytes(of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
    }

    private mutating func appendPadded(_ number: UInt64, width: Int) {
        var rest = number
        for index in stride(from: width - 1, through: 0, by: -1) {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            position[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
        position += width
    }
}
