/// Gzip data that is small enough to be held whole; ``InflateStream`` reads what is not.
public enum Gzip {
    /// Packs bytes as one gzip member; the same bytes and level give the same result.
    ///
    /// The level goes from 1, fastest, to 12, smallest.
    ///
    /// - Throws: ``ArchivingError/noMemory``.
    /// - Complexity: O(*n*).
    public static func compressed(_ bytes: [UInt8], level: Int = 6) throws(ArchivingError) -> [UInt8] {
        try Deflate.gzip(bytes, level: level)
    }

    /// Unpacks gzip data of one or several members into at most as many bytes as the limit.
    ///
    /// Zeros behind the last member are padding.
    ///
    /// - Throws: ``ArchivingError/tooLarge(_:limit:)``; ``ArchivingError/damaged(_:at:)``.
    /// - Complexity: O(*n*) of the contents.
    public static func decompressed(
        _ packed: [UInt8], limit: Int = 1 << 30
    ) throws(ArchivingError) -> [UInt8] {
        let stream = try InflateStream(.gzip)
        stream.push(packed)
        var contents: [UInt8] = []
        while let block = try stream.next() {
            guard contents.count + block.count <= limit else {
                throw .tooLarge("The gzip data", limit: limit)
            }
            if contents.isEmpty { contents = block } else { contents += block }
        }
        try stream.finish()
        return contents
    }
}
