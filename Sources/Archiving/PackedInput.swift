/// The packed bytes that were pushed into a stream and not yet read.
struct PackedInput {
    private(set) var bytes: [UInt8] = []
    private var cursor = 0
    /// How many bytes were read before the first of ``bytes``.
    private var base = 0

    /// How many bytes of the whole input have been read.
    var position: Int { base + cursor }
    var count: Int { bytes.count - cursor }
    var isEmpty: Bool { count == 0 }
    /// The bytes to be read.
    var rest: ArraySlice<UInt8> { bytes[cursor...] }
    var first: UInt8? { rest.first }

    mutating func push(_ more: [UInt8]) {
        base += cursor
        if isEmpty { bytes = more } else { bytes = Array(rest) + more }
        cursor = 0
    }

    mutating func skip(_ count: Int) {
        precondition(count <= self.count, "no more than \(self.count) bytes can be skipped, was \(count)")
        cursor += count
    }

    /// Reads up to a number of bytes.
    mutating func take(upTo limit: Int) -> [UInt8] {
        let taken = Array(rest.prefix(limit))
        cursor += taken.count
        return taken
    }

    /// Gives the unread bytes to a reader in memory, which answers how many it has read.
    mutating func read<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> (read: Int, value: Value)) -> Value {
        let answer = bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[cursor...])) }
        cursor += answer.read
        return answer.value
    }
}
