/// A stretch of a text file in memory: bytes that arrived, of which the whole lines are read.
///
/// A few bytes behind the last one can always be read, so that eight bytes can be looked at together. One task fills
/// a block and hands it to the next, which may hand it back to be filled again.
public final class TextBlock: @unchecked Sendable {  // only whoever holds it at the moment uses it
    /// The number of bytes that may be read behind the last line.
    static let padding = 32

    /// The number of bytes that fit.
    public let capacity: Int
    /// The number of bytes that are held.
    public private(set) var count = 0
    /// The number of bytes up to the end of the last whole line.
    public private(set) var lineEnd = 0
    /// Which block of its file it is, counted from 0.
    public var index = 0
    /// How many bytes of its source had been read when it was filled.
    public var sourceOffset = 0
    private let memory: UnsafeMutableRawBufferPointer

    /// An empty block.
    public init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(byteCount: capacity + Self.padding, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        memory.deallocate()
    }

    /// All bytes that are held.
    public var bytes: [UInt8] { Array(memory[..<count]) }

    /// The bytes behind the last whole line.
    public var rest: [UInt8] { Array(memory[lineEnd..<count]) }

    /// The whole lines; to be read only while the block is held.
    var lines: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: memory.baseAddress?.assumingMemoryBound(to: UInt8.self), count: lineEnd)
    }

    /// The number of bytes that still fit.
    public var space: Int { capacity - count }

    /// Lets somebody write bytes behind those that are held.
    ///
    /// - Parameter body: Is given the free memory and says how many bytes it wrote.
    /// - Returns: What the body said.
    /// - Throws: What the body throws; then nothing was added.
    public func append<Failure>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let written = try body(UnsafeMutableRawBufferPointer(rebasing: memory[count..<capacity]))
        precondition((0...space).contains(written), "at most \(space) bytes fit, was \(written)")
        count += written
        return written
    }

    /// Adds bytes; all must fit.
    public func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= space, "at most \(space) bytes fit, was \(bytes.count)")
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    /// Finds the end of the last whole line.
    ///
    /// - Parameter isLast: Whether the file ends here, so that a line without an end counts as well.
    public func cut(isLast: Bool) {
        if isLast {
            if count > 0, memory[count - 1] != 0x0A {
                memory[count] = 0x0A
                count += 1
            }
            lineEnd = count
            return
        }
        lineEnd = (memory[..<count].lastIndex(of: 0x0A) ?? -1) + 1
    }

    /// Leaves out bytes at the beginning of the lines, such as a header.
    public func skip(_ bytes: Int) {
        let bytes = min(bytes, count)
        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[bytes..<count]))
        count -= bytes
        lineEnd = max(0, lineEnd - bytes)
    }

    /// Takes all bytes away.
    public func clear() {
        count = 0
        lineEnd = 0
    }
}
