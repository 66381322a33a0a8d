/// The checksum of zip and PNG (polynomial 0xEDB88320), sixteen bytes at a time.
///
/// Source: M. E. Kounavis and F. L. Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC
/// Generation", 2008 ("slicing by eight", here with twice as many tables).
enum CRC32 {
    /// The checksum of some bytes.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var crc = UInt32.max
        var position = 0
        tables.withUnsafeBufferPointer { table in
            func mix(_ word: UInt64, _ first: Int) -> UInt32 {
                var next: UInt32 = 0
                for byte in 0..<8 {
                    next ^= table[(first - byte) << 8 | Int((word &>> UInt64(8 * byte)) & 0xFF)]
                }
                return next
            }
            while position + 16 <= bytes.count {
                let low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                let high = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: position + 8, as: UInt64.self))
                // The second half does not wait for the checksum of what came before.
                crc = mix(high, 7) ^ mix(low ^ UInt64(crc), 15)
                position += 16
            }
            while position < bytes.count {
                crc = table[Int((crc ^ UInt32(bytes[position])) & 0xFF)] ^ (crc >> 8)
                position += 1
            }
        }
        return ~crc
    }

    /// Sixteen tables of 256 entries; table *k* moves a byte past *k* further bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 16 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
            tables[byte] = crc
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = tables[Int(before & 0xFF)] ^ (before >> 8)
        }
        return tables
    }()
}
