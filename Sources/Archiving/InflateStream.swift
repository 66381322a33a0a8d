/// Unpacks a file that comes in pieces, in bounded memory.
///
/// Pieces of any size are pushed in, and blocks of at most ``blockSize`` bytes come out. All blocks are to be taken
/// before the next piece is pushed, and ``finish()`` says whether the input ended where it should.
///
///     let stream = try InflateStream(PackedFormat(of: firstPiece))
///     for piece in pieces {
///         stream.push(piece)
///         while let block = try stream.next() { parse(block) }
///     }
///     try stream.finish()
///
/// What was handed out before damage is found is not to be trusted further than the checksum at the end: only after
/// ``finish()`` is it known to be whole.
public final class InflateStream {
    /// The most bytes of a block.
    public static let blockSize = 1 << 20

    private enum Reader {
        case plain
        case gzip(GzipMembers)
        case zip(ZipStream)
    }

    private var input = PackedInput()
    private var reader: Reader

    /// A stream of a format.
    ///
    /// Of a zip archive the one file that it holds is unpacked; folders and what macOS adds of its own are passed
    /// over. ``ZipArchive`` reads archives of several files.
    ///
    /// - Throws: ``ArchivingError/noMemory``.
    public init(_ format: PackedFormat) throws(ArchivingError) {
        reader =
            switch format {
            case .plain: .plain
            case .gzip: .gzip(try GzipMembers())
            case .zip: .zip(try ZipStream())
            }
    }

    /// How many packed bytes have been read.
    public var position: Int { input.position }

    /// The name of the file in a zip archive, as soon as it is known; nil for other formats.
    public var entryName: String? {
        guard case .zip(let reader) = reader else { return nil }
        return reader.name
    }

    /// Adds the next piece of the packed file.
    public func push(_ piece: [UInt8]) {
        input.push(piece)
    }

    /// The next unpacked bytes, never an empty block, or nil if the next piece is needed first.
    ///
    /// - Throws: ``ArchivingError/damaged(_:at:)``, ``ArchivingError/unsupported(_:at:)``.
    public func next() throws(ArchivingError) -> [UInt8]? {
        switch reader {
        case .plain:
            let block = input.take(upTo: Self.blockSize)
            return block.isEmpty ? nil : block
        case .gzip(let reader): return try reader.next(&input, blockSize: Self.blockSize)
        case .zip(let reader): return try reader.next(&input, blockSize: Self.blockSize)
        }
    }

    /// Says that no piece follows.
    ///
    /// - Throws: ``ArchivingError/damaged(_:at:)`` if the packed data is cut off.
    public func finish() throws(ArchivingError) {
        switch reader {
        case .plain: break
        case .gzip(let reader): try reader.finish(at: input.position)
        case .zip(let reader): try reader.finish(at: input.position)
        }
    }
}
