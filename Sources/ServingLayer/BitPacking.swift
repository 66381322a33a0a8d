/// Packs whole numbers in blocks of 64, each with as many bits per number as its largest needs.
///
/// A block is one byte for the width and then the numbers, least significant bits first, in 64-bit little-endian
/// words; the last block has only the words that it needs.
enum BitPacking {
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

    /// Reads packed numbers back, as many as the caller knows and has bounded.
    static func unpack(_ count: Int, from reader: inout ByteReader) throws(ChunkDamage) -> [UInt64] {
        var numbers = [UInt64](repeating: 0, count: count)
        var start = 0
        while start < count {
            let end = min(start + blockSize, count)
            let width = try reader.read(UInt8.self)
            guard width <= 64 else { throw .bitWidth(width) }
            if width > 0 {
                let words = try reader.take(((end - start) * Int(width) + 63) / 64 * 8)
                unpack(words, width: Int(width), into: &numbers, start..<end)
            }
            start = end
        }
        return numbers
    }

    private static func unpack(
        _ words: UnsafeRawBufferPointer, width: Int, into numbers: inout [UInt64], _ range: Range<Int>
    ) {
        let mask = UInt64.max >> UInt64(64 - width)
        numbers.withUnsafeMutableBufferPointer { numbers in
            var bit = 0
            for index in range {
                let (word, shift) = (bit >> 6, UInt64(bit & 63))
                var value = load(words, word) >> shift
                if Int(shift) + width > 64 { value |= load(words, word + 1) << (64 - shift) }
                numbers[index] = value & mask
                bit += width
            }
        }
    }

    private static func load(_ words: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        UInt64(littleEndian: words.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }
}

extension UInt64 {
    /// A signed number as an unsigned one that is small where the number is near 0.
    init(zigzag number: Int64) {
        self.init(bitPattern: number << 1 ^ number >> 63)
    }

    /// The signed number that was made unsigned by zigzag.
    var zigzagged: Int64 { Int64(bitPattern: self >> 1) ^ -Int64(bitPattern: self & 1) }
}
