/// Decimal digits, eight bytes at a time, in the byte order of memory.
enum DigitWords {
    /// The eight bytes at an address, which may be any, the first one lowest.
    @inline(__always)
    static func load(_ address: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: address.loadUnaligned(as: UInt64.self))
    }

    /// The number of digits that a word begins with, 0 to 8.
    @inline(__always)
    static func run(_ word: UInt64) -> Int {
        // A digit becomes 0 to 9; anything from 10 on reaches the top bit when 0x76 is added, or has it already.
        let values = word ^ 0x3030_3030_3030_3030
        let others = ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
        // A byte from 0x8A on carries into the next one, but only bytes behind the first such can be wrong by it.
        return others.trailingZeroBitCount &>> 3
    }

    /// The value of the first digits of a word.
    ///
    /// - Precondition: `count` is 1 to 8, and so many digits are there.
    @inline(__always)
    static func value(_ word: UInt64, _ count: Int) -> UInt64 {
        // Moving the digits up leaves zeros in front of them, whatever those bytes were.
        let digits = (word & 0x0F0F_0F0F_0F0F_0F0F) &<< UInt64(64 &- 8 &* count)
        let pairs = (digits &* 10 &+ (digits &>> 8)) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ (pairs &>> 16)) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ (fours &>> 32)) & 0xFFFF_FFFF
    }
}
