internal import CDeflate

/// Raw deflate data of known size, packed and unpacked whole through libdeflate.
enum Deflate {
    /// The most that one packed byte can unpack to: 258 bytes for every two bits, and a little for the block.
    static let expansion = 1032

    /// Packs bytes at a level from 1, fastest, to 12, smallest; the same library gives the same result each time.
    static func packed(_ bytes: [UInt8], level: Int) throws(ArchivingError) -> [UInt8] {
        try compressing(
            bytes, level: level, bound: libdeflate_deflate_compress_bound, run: libdeflate_deflate_compress)
    }

    /// Packs bytes as one gzip member without a name and without a time.
    static func gzip(_ bytes: [UInt8], level: Int) throws(ArchivingError) -> [UInt8] {
        try compressing(
            bytes, level: level, bound: libdeflate_gzip_compress_bound, run: libdeflate_gzip_compress)
    }

    private static func compressing(
        _ bytes: [UInt8], level: Int, bound: (OpaquePointer?, Int) -> Int,
        run: (OpaquePointer?, UnsafeRawPointer?, Int, UnsafeMutableRawPointer?, Int) -> Int
    ) throws(ArchivingError) -> [UInt8] {
        precondition((1...12).contains(level), "the level must be in 1...12, was \(level)")
        guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { throw .noMemory }
        defer { libdeflate_free_compressor(compressor) }
        let room = bound(compressor, bytes.count)
        let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = bytes.withUnsafeBytes { source in
                run(compressor, source.baseAddress, source.count, buffer.baseAddress, room)
            }
        }
        // The bound is what the library says always suffices; an empty result can only be a lack of memory.
        guard !packed.isEmpty else { throw .noMemory }
        return packed
    }

    /// Unpacks deflate data that must fill exactly a number of bytes and must itself end with the last byte given.
    ///
    /// The offset is where the packed bytes lie in the file, for the error.
    ///
    /// - Throws: ``ArchivingError/damaged(_:at:)``.
    static func unpacked(
        _ packed: UnsafeRawBufferPointer, size: Int, at offset: Int
    ) throws(ArchivingError) -> [UInt8] {
        guard let decompressor = libdeflate_alloc_decompressor() else { throw .noMemory }
        defer { libdeflate_free_decompressor(decompressor) }
        var code = LIBDEFLATE_SUCCESS
        var used = 0
        var filled = 0
        // One byte more room than the size, so that data that does not end there is seen to go on.
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            code = libdeflate_deflate_decompress_ex(
                decompressor, packed.baseAddress, packed.count, buffer.baseAddress, size + 1, &used, &filled)
            count = code == LIBDEFLATE_SUCCESS ? filled : 0
        }
        switch code {
        case LIBDEFLATE_SUCCESS: break
        case LIBDEFLATE_INSUFFICIENT_SPACE:
            throw .damaged(
                "the data unpacks to more than the \(size) bytes that the directory says", at: offset)
        default: throw .damaged("the deflate data is not valid or is cut off", at: offset)
        }
        guard filled == size else {
            throw .damaged("the data unpacks to \(filled) bytes, the directory says \(size)", at: offset)
        }
        guard used == packed.count else {
            throw .damaged(
                "the deflate data ends \(packed.count - used) bytes before its entry does", at: offset + used)
        }
        return bytes
    }
}
