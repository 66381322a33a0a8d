import CZlib

/// Unpacks gzip bytes block by block, strictly: damage, a cut-off end and bytes after the end are refused.
enum GzipBlocks {
    private static let blockSize = 1 << 20

    /// Hands the unpacked bytes on, a block at a time.
    ///
    /// Several gzip members one after the other are read as one, as gzip itself does.
    ///
    /// - Throws: ``ReplayError/badFile(file:reason:)`` for bytes that are no whole gzip file, or what the body throws.
    static func forEach(
        of packed: [UInt8], file: String, _ body: (UnsafeBufferPointer<UInt8>) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        guard packed.starts(with: [0x1F, 0x8B]) else {
            throw .badFile(file: file, reason: "the name ends in .gz, but the contents are not gzip")
        }
        // zlib keeps a pointer to the stream, so it needs a fixed address.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: blockSize)
        defer {
            inflateEnd(stream)
            stream.deallocate()
            block.deallocate()
        }
        let version = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard version == Z_OK else {
            throw .badFile(file: file, reason: "zlib cannot be started (code \(version))")
        }
        // zlib's interface takes a mutable pointer but does not write through it.
        var input = packed
        try input.withUnsafeMutableBufferPointer { (input) throws(ReplayError) in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            try inflateAll(stream, into: block, file: file, body)
        }
    }

    private static func inflateAll(
        _ stream: UnsafeMutablePointer<z_stream>, into block: UnsafeMutableBufferPointer<UInt8>, file: String,
        _ body: (UnsafeBufferPointer<UInt8>) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        while true {
            stream.pointee.next_out = block.baseAddress
            stream.pointee.avail_out = UInt32(block.count)
            let code = inflate(stream, Z_NO_FLUSH)
            let unpacked = block.count - Int(stream.pointee.avail_out)
            switch code {
            case Z_OK, Z_STREAM_END:
                try body(UnsafeBufferPointer(rebasing: block[..<unpacked]))
            case Z_BUF_ERROR where stream.pointee.avail_in == 0:
                throw .badFile(file: file, reason: "the gzip file is cut off before its end")
            default:
                throw .badFile(file: file, reason: "the gzip file is damaged (zlib code \(code))")
            }
            if code == Z_STREAM_END {
                if stream.pointee.avail_in == 0 { return }
                inflateReset(stream)
            }
        }
    }
}
