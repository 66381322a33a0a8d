import Archiving
import Candles

/// Cuts a file into blocks of whole lines, unpacked, for whoever asks next.
///
/// Several tasks may ask; each gets the next block in the order of the file. A task hands in the block that it is done
/// with, so that its memory is used again.
actor BlockSource {
    /// The number of bytes of a block.
    static let blockSize = 1 << 20

    private let input: InputFile
    private let blockSize: Int
    private var stream: InflateStream?
    /// The bytes behind the last whole line of the block before.
    private var rest: [UInt8] = []
    /// Unpacked bytes that found no room in the block before.
    private var unpacked: ArraySlice<UInt8> = []
    private let piece: TextBlock
    private var index = 0
    private var hasBegun = false
    private var hasEnded = false

    /// The blocks of a file.
    init(_ input: InputFile, blockSize: Int = blockSize) {
        self.input = input
        self.blockSize = blockSize
        piece = TextBlock(capacity: min(1 << 18, blockSize))
    }

    /// The name of the file inside a zip archive, once it is known.
    var entryName: String? { stream?.entryName }

    /// Whether the file is compressed; known after the first block.
    var isPacked: Bool { stream != nil }

    /// Reads the next block.
    ///
    /// - Parameter used: A block whose memory may be used.
    /// - Returns: The block, cut where a line ends, or nil at the end of the file.
    /// - Throws: ``ImportError``.
    func next(using used: TextBlock? = nil) throws(ImportError) -> TextBlock? {
        guard !hasEnded else { return nil }
        let block = used ?? TextBlock(capacity: blockSize)
        block.clear()
        rest.withUnsafeBytes { block.append($0) }
        rest.removeAll(keepingCapacity: true)
        var isAtEnd = false
        while block.space > 0 {
            guard try fill(block) else {
                isAtEnd = true
                break
            }
        }
        hasEnded = isAtEnd
        block.cut(isLast: isAtEnd)
        if block.lineEnd == 0 {
            if isAtEnd { return nil }
            throw .longLine(path: input.path, bytes: blockSize)
        }
        rest.append(contentsOf: block.rest)
        block.index = index
        block.sourceOffset = input.offset
        index += 1
        return block
    }

    /// Puts more bytes into a block; false at the end of the file.
    private func fill(_ block: TextBlock) throws(ImportError) -> Bool {
        if !hasBegun {
            hasBegun = true
            return try begin(block)
        }
        guard let stream else { return try read(into: block) > 0 }
        if unpacked.isEmpty {
            guard let next = try unpack(stream) else { return false }
            unpacked = next[...]
        }
        let count = min(block.space, unpacked.count)
        unpacked.prefix(count).withUnsafeBytes { block.append($0) }
        unpacked = unpacked.dropFirst(count)
        return true
    }

    /// Looks at the first bytes, which say whether the file is packed.
    private func begin(_ block: TextBlock) throws(ImportError) -> Bool {
        while piece.count < 4, try read(into: piece) > 0 {}
        let head = piece.bytes
        let format = PackedFormat(of: head)
        guard format != .plain else {
            head.withUnsafeBytes { block.append($0) }
            return !head.isEmpty
        }
        do {
            let stream = try InflateStream(format)
            stream.push(head)
            self.stream = stream
        } catch {
            throw .packed(path: input.path, error, kept: false)
        }
        return true
    }

    private func read(into block: TextBlock) throws(ImportError) -> Int {
        try block.append { memory throws(ImportError) in try input.read(into: memory) }
    }

    /// The next unpacked bytes, nil at the end of the file.
    private func unpack(_ stream: InflateStream) throws(ImportError) -> [UInt8]? {
        while true {
            do {
                if let bytes = try stream.next() { return bytes }
            } catch {
                throw .packed(path: input.path, error, kept: index > 0)
            }
            piece.clear()
            if try read(into: piece) == 0 {
                do { try stream.finish() } catch { throw .packed(path: input.path, error, kept: index > 0) }
                return nil
            }
            stream.push(piece.bytes)
        }
    }
}
