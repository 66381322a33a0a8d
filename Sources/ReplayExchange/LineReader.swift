import Foundation

/// Cuts blocks of bytes into lines and counts them.
///
/// A line may lie across two blocks; only that part is copied.
struct LineReader {
    /// The longest line that is still taken for text.
    static let lineLimit = 4096

    /// The number of lines seen so far.
    private(set) var lineCount = 0
    private let file: String
    private var rest: [UInt8] = []

    /// A reader of a file, which its errors name.
    init(file: String) {
        self.file = file
    }

    /// Takes in the next block and hands on every line that ends in it, without its line end.
    ///
    /// - Throws: ``ReplayError/badFile(file:reason:)`` for bytes that are not text, or what the body throws.
    mutating func feed(
        _ block: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        guard let base = block.baseAddress, !block.isEmpty else { return }
        guard memchr(base, 0, block.count) == nil else {
            throw .badFile(file: file, reason: "the contents are binary, not text")
        }
        var start = 0
        while start < block.count, let found = memchr(base + start, 0x0A, block.count - start) {
            let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            let line = UnsafeBufferPointer(start: base + start, count: end - start)
            start = end + 1
            if rest.isEmpty {
                try pass(line, body)
            } else {
                rest.append(contentsOf: line)
                try passRest(body)
            }
        }
        rest.append(contentsOf: UnsafeBufferPointer(start: base + start, count: block.count - start))
        guard rest.count <= Self.lineLimit else { throw tooLong() }
    }

    /// Hands on a last line that has no line end.
    ///
    /// - Throws: What the body throws.
    mutating func finish(
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        if !rest.isEmpty { try passRest(body) }
    }

    private mutating func passRest(
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        let whole = rest
        rest = []
        try whole.withUnsafeBufferPointer { (line) throws(ReplayError) in try pass(line, body) }
    }

    private mutating func pass(
        _ line: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        lineCount += 1
        guard line.count <= Self.lineLimit else { throw tooLong() }
        try body(line, lineCount)
    }

    private func tooLong() -> ReplayError {
        .badFile(
            file: file,
            reason: "line \(lineCount + 1) is longer than \(Self.lineLimit) bytes, so this is no candle file")
    }
}

/// The bytes of a line as text for a message: at most 60 characters.
func lineText(_ line: UnsafeBufferPointer<UInt8>) -> String {
    let text = String(decoding: line.prefix(240), as: UTF8.self)
    return text.count > 60 ? text.prefix(60) + "…" : text
}
