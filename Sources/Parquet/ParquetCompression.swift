internal import CDeflate
internal import CZstd

/// How the pages of a Parquet file are compressed.
public enum ParquetCompression: String, CaseIterable, Hashable, Sendable {
    /// Zstandard, level 3: small and fast, read by every current reader.
    case zstd
    /// Gzip, level 6: for readers without Zstandard.
    case gzip
    /// Not compressed.
    case none

    /// The number of the codec in the format.
    var codec: Int {
        switch self {
        case .none: 0
        case .gzip: 2
        case .zstd: 6
        }
    }

    /// Compresses a page.
    ///
    /// - Throws: ``ParquetError/compression(_:)``.
    func packed(_ page: [UInt8]) throws(ParquetError) -> [UInt8] {
        switch self {
        case .none: page
        case .gzip: try Self.gzip(page)
        case .zstd: try Self.zstd(page)
        }
    }

    private static func zstd(_ page: [UInt8]) throws(ParquetError) -> [UInt8] {
        let room = ZSTD_compressBound(page.count)
        var answer = 0
        let packed = [UInt8](unsafeUninitializedCapacity: room) { target, count in
            page.withUnsafeBytes { source in
                answer = ZSTD_compress(target.baseAddress, room, source.baseAddress, source.count, 3)
            }
            count = ZSTD_isError(answer) == 0 ? answer : 0
        }
        guard ZSTD_isError(answer) == 0 else {
            throw .compression(String(cString: ZSTD_getErrorName(answer)))
        }
        return packed
    }

    private static func gzip(_ page: [UInt8]) throws(ParquetError) -> [UInt8] {
        guard let compressor = libdeflate_alloc_compressor(6) else {
            throw .compression("there is no memory")
        }
        defer { libdeflate_free_compressor(compressor) }
        let room = libdeflate_gzip_compress_bound(compressor, page.count)
        let packed = [UInt8](unsafeUninitializedCapacity: room) { target, count in
            count = page.withUnsafeBytes { source in
                libdeflate_gzip_compress(
                    compressor, source.baseAddress, source.count, target.baseAddress, room)
            }
        }
        guard !packed.isEmpty else { throw .compression("the data does not fit its own bound") }
        return packed
    }
}
