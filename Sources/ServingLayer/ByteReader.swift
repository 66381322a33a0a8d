/// Reads little-endian numbers from bytes, one after the other, and never past their end.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The number of bytes that are left.
    var remaining: Int { bytes.count - position }

    /// The next byte, which is not taken, or nil at the end.
    var next: UInt8? { remaining > 0 ? bytes[position] : nil }

    /// The next number.
    mutating func read<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) throws(ChunkDamage) -> Number {
        let size = MemoryLayout<Number>.size
        guard remaining >= size else { throw .cutShort(at: position) }
        defer { position += size }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
    }

    /// The next bytes, not copied.
    mutating func take(_ count: Int) throws(ChunkDamage) -> UnsafeRawBufferPointer {
        guard count >= 0, remaining >= count else { throw .cutShort(at: position) }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)])
    }

    /// The next bits, as many as rows, least significant bit first; unused bits of the last byte must be 0.
    mutating func bits(_ count: Int) throws(ChunkDamage) -> [Bool] {
        let packed = try take((count + 7) / 8)
        if count % 8 != 0, let last = packed.last, last >> UInt8(count % 8) != 0 {
            throw .unusedBits(at: position)
        }
        return (0..<count).map { packed[$0 >> 3] >> UInt8($0 & 7) & 1 == 1 }
    }
}
