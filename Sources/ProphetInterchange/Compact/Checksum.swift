/// The checksum of zip and PNG, by a table of one byte's remainders.
///
/// Source: D. V. Sarwate, "Computation of Cyclic Redundancy Checks via Table Look-Up", 1988; polynomial
/// 0xEDB88320.
enum Checksum {
    /// The checksum of some bytes.
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in
            rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1
        }
    }
}
