import Archiving

/// Unpacks gzip bytes block by block, strictly: damage, a cut-off end and bytes after the end are refused.
enum GzipBlocks {
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
        let stream: InflateStream
        do { stream = try InflateStream(.gzip) } catch { throw .badFile(file: file, reason: reason(error)) }
        stream.push(packed)
        while let block = try next(stream, file) {
            try block.withUnsafeBufferPointer { (bytes) throws(ReplayError) in try body(bytes) }
        }
    }

    private static func next(_ stream: InflateStream, _ file: String) throws(ReplayError) -> [UInt8]? {
        do {
            if let block = try stream.next() { return block }
            try stream.finish()
            return nil
        } catch {
            throw .badFile(file: file, reason: reason(error))
        }
    }

    /// The problem without its full stop, to be continued in another sentence.
    private static func reason(_ error: ArchivingError) -> String {
        error.problem.hasSuffix(".") ? String(error.problem.dropLast()) : error.problem
    }
}
