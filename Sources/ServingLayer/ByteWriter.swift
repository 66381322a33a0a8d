/// Writes little-endian numbers into memory that is large enough, one after the other.
struct ByteWriter {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
    }

    /// What was written.
    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// Adds a number, its least significant byte first.
    mutating func append(_ number: some FixedWidthInteger & BitwiseCopyable) {
        take(MemoryLayout.size(ofValue: number)).storeBytes(
            of: number.littleEndian, as: type(of: number).self)
    }

    /// Room for some bytes, which the caller fills.
    mutating func take(_ size: Int) -> UnsafeMutableRawPointer {
        precondition(
            size <= memory.count - count,
            "\(size) bytes must fit in \(memory.count - count) bytes that are left")
        guard let base = memory.baseAddress else { preconditionFailure("there must be memory") }
        defer { count += size }
        return base + count
    }

    /// Adds a bit for each row, eight to a byte, least significant bit first.
    mutating func append(bits rows: Int, where isSet: (Int) -> Bool) {
        let size = (rows + 7) / 8
        let bytes = take(size).bindMemory(to: UInt8.self, capacity: size)
        bytes.update(repeating: 0, count: size)
        for row in 0..<rows where isSet(row) { bytes[row >> 3] |= 1 << UInt8(row & 7) }
    }
}
