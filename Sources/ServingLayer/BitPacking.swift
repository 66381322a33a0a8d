/// Packs whole numbers in blocks of 64, each with as many bits per number as its largest needs.
///
/// A block is one byte for the width and then the numbers, least significant bits first, in 64-bit little-endian
/// words; the last block has only the words that it needs.
enum BitPacking {
    static let blockSize = 64

    /// The bytes that packing some numbers takes at most.
    static func capacity(_ count: Int) -> Int { count * 8 + (count + blockSize - 1) / blockSize }

    /// Adds packed numbers to some bytes; the numbers are of no meaning afterwards.
    static func pack(_ numbers: UnsafeMutablePointer<UInt64>, _ count: Int, into bytes: inout ByteWriter) {
        var start = 0
        while start < count {
            let size = min(blockSize, count - start)
            let block = numbers + start
            var union: UInt64 = 0
            for index in 0..<size { union |= block[index] }
            let width = 64 - union.leadingZeroBitCount
            bytes.append(UInt8(width))
            if width > 0 { packBlock(block, size, UInt64(width), into: &bytes) }
            start += size
        }
    }

    private static func packBlock(
        _ block: UnsafeMutablePointer<UInt64>, _ size: Int, _ width: UInt64, into bytes: inout ByteWriter
    ) {
        var (size, width) = (size, width)
        // Two neighbours are one number of twice the width, so the loop below, which is serial, has less to do.
        while width <= 32, size % 2 == 0 {
            size /= 2
            for index in 0..<size { block[index] = block[2 * index] | block[2 * index + 1] &<< (width & 63) }
            width *= 2
        }
        let words = (size * Int(width) + 63) / 64
        let output = bytes.take(words * 8)
        var word: UInt64 = 0
        var filled: UInt64 = 0
        var place = 0
        for index in 0..<size {
            let number = block[index]
            word |= number &<< filled
            filled += width
            guard filled >= 64 else { continue }
            output.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
            place += 8
            filled -= 64
            // A shift by 64 gives 0, which is right where the number ended with the word.
            word = number >> (width - filled)
        }
        if filled > 0 { output.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self) }
    }

    /// Reads packed numbers back, as many as the caller knows and has room for.
    static func unpack(
        _ count: Int, from reader: inout ByteReader, into numbers: UnsafeMutablePointer<UInt64>
    ) throws(ChunkDamage) {
        var start = 0
        while start < count {
            let size = min(blockSize, count - start)
            let width = try reader.read(UInt8.self)
            guard width <= 64 else { throw .bitWidth(width) }
            if width > 0 {
                let words = try reader.take((size * Int(width) + 63) / 64 * 8)
                unpackBlock(words, UInt64(width), size, into: numbers + start)
            } else {
                (numbers + start).update(repeating: 0, count: size)
            }
            start += size
        }
    }

    /// Reads a block whose words hold at least all its bits.
    private static func unpackBlock(
        _ words: UnsafeRawBufferPointer, _ width: UInt64, _ size: Int,
        into numbers: UnsafeMutablePointer<UInt64>
    ) {
        guard let base = words.baseAddress else { return }
        let mask = UInt64.max &>> (64 - width)
        let last = words.count - 8
        // Up to here a load of eight bytes at the number's first byte stays inside and has all its bits.
        let safe = width > 57 ? 0 : min(size, last < 0 ? 0 : (last * 8 + 7) / Int(width) + 1)
        var bit: UInt64 = 0
        for index in 0..<safe {
            let word = base.loadUnaligned(fromByteOffset: Int(bit &>> 3), as: UInt64.self)
            numbers[index] = (UInt64(littleEndian: word) &>> (bit & 7)) & mask
            bit &+= width
        }
        for index in safe..<size {
            let (place, shift) = (Int(bit &>> 6) * 8, bit & 63)
            var value =
                UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &>> shift
            if shift + width > 64 {
                let next = base.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
                value |= UInt64(littleEndian: next) &<< (64 - shift)
            }
            numbers[index] = value & mask
            bit &+= width
        }
    }
}

extension UInt64 {
    /// A signed number as an unsigned one that is small where the number is near 0.
    init(zigzag number: Int64) {
        self.init(bitPattern: number &<< 1 ^ number &>> 63)
    }

    /// The signed number that was made unsigned by zigzag.
    var zigzagged: Int64 { Int64(bitPattern: self &>> 1) ^ (0 &- Int64(bitPattern: self & 1)) }
}
