internal import CDeflate

/// The checksum of zip and gzip: CRC-32 with the polynomial of ISO 3309, through libdeflate.
public enum CRC32 {
    /// The checksum of bytes, going on from the checksum of those before them; of none it is 0.
    ///
    /// - Complexity: O(*n*).
    public static func checksum(_ bytes: [UInt8], after seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { checksum($0, after: seed) }
    }

    /// The checksum of bytes in memory; of none it is 0.
    ///
    /// - Complexity: O(*n*).
    public static func checksum(_ bytes: UnsafeRawBufferPointer, after seed: UInt32 = 0) -> UInt32 {
        // libdeflate takes a null pointer as a wish for the initial value, and so would forget the seed.
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return seed }
        return libdeflate_crc32(seed, base, bytes.count)
    }
}
