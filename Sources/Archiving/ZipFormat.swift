/// The numbers of the zip format that reader, writer and stream share.
///
/// Source: PKWARE, ".ZIP File Format Specification" (APPNOTE.TXT), sections 4.3 and 4.4.
enum ZipFormat {
    static let localHeader = 0x0403_4B50
    static let dataDescriptor = 0x0807_4B50
    static let directoryHeader = 0x0201_4B50
    static let endRecord = 0x0605_4B50
    static let zip64Locator = 0x0706_4B50

    static let localHeaderSize = 30
    static let directoryHeaderSize = 46
    static let endRecordSize = 22
    static let zip64LocatorSize = 20
    static let longestComment = 0xFFFF

    /// What a 16-bit field holds if the true number stands in a zip64 record.
    static let elsewhere16 = 0xFFFF
    /// What a 32-bit field holds if the true number stands in a zip64 record.
    static let elsewhere32 = 0xFFFF_FFFF

    /// The flag of encrypted contents, of strong encryption and of a masked header.
    static let encryptionFlags = 1 | 1 << 6 | 1 << 13
    /// The flag of sizes and checksum that follow the contents instead of preceding them.
    static let descriptorFlag = 1 << 3
    /// The flag of a name in UTF-8.
    static let utf8Flag = 1 << 11

    /// Where the end record begins: the last one whose comment reaches exactly to the end of the bytes.
    static func endRecord(in bytes: [UInt8]) -> Int? {
        let last = bytes.count - endRecordSize
        guard last >= 0 else { return nil }
        return stride(from: last, through: max(0, last - longestComment), by: -1).first { offset in
            bytes.uint32(at: offset) == endRecord
                && offset + endRecordSize + bytes.uint16(at: offset + 20) == bytes.count
        }
    }
}
