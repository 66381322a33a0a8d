/// Reads the files of a tar archive, old or POSIX, checked at every step.
///
/// Long names of GNU tar and extended headers of POSIX are stepped over with a reason; the archives of market data that
/// it is for have short names.
struct TarReader {
    private static let blockSize = 512

    private let bytes: [UInt8]
    private let file: String
    private var offset = 0

    /// A reader of unpacked bytes.
    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// The next regular file, or nil at the end.
    ///
    /// - Throws: ``ReplayError/badFile(file:reason:)`` for bytes that are no tar archive.
    mutating func next() throws(ReplayError) -> (name: String, contents: ArraySlice<UInt8>)? {
        while offset < bytes.count {
            guard bytes.count - offset >= Self.blockSize else {
                throw refusal("the archive ends inside a header, at byte \(offset)")
            }
            let header = bytes[offset..<offset + Self.blockSize]
            if header.allSatisfy({ $0 == 0 }) { return nil }
            try check(header)
            let size = try number(124, 12, "the size")
            let start = offset + Self.blockSize
            guard size <= bytes.count - start else {
                throw refusal("the archive ends inside a file, at byte \(bytes.count)")
            }
            let blocks = (size + Self.blockSize - 1) / Self.blockSize
            let at = offset
            offset = min(bytes.count, start + blocks * Self.blockSize)
            let type = bytes[at + 156]
            // Folders, links and the notes of GNU and POSIX are no files.
            guard type == 0x30 || type == 0 else { continue }
            let prefix = bytes[at + 257..<at + 262].elementsEqual("ustar".utf8) ? text(at + 345, 155) : ""
            let name = text(at, 100)
            return (prefix.isEmpty ? name : "\(prefix)/\(name)", bytes[start..<start + size])
        }
        return nil
    }

    /// Checks the sum of the bytes of a header, in which the sum itself counts as spaces.
    private func check(_ header: ArraySlice<UInt8>) throws(ReplayError) {
        let start = header.startIndex
        var sum = 0
        for index in header.indices {
            sum += (148..<156).contains(index - start) ? 0x20 : Int(header[index])
        }
        let said = try number(148, 8, "the checksum")
        guard said == sum else {
            throw refusal("the header at byte \(offset) is damaged: its bytes add up to \(sum), not \(said)")
        }
    }

    private func number(_ position: Int, _ width: Int, _ what: String) throws(ReplayError) -> Int {
        var value = 0
        for byte in bytes[offset + position..<offset + position + width] where byte != 0 && byte != 0x20 {
            guard (0x30...0x37).contains(byte) else {
                throw refusal("\(what) in the header at byte \(offset) is no octal number")
            }
            value = value << 3 | Int(byte - 0x30)
        }
        return value
    }

    private func text(_ start: Int, _ width: Int) -> String {
        String(decoding: bytes[start..<start + width].prefix { $0 != 0 }, as: UTF8.self)
    }

    private func refusal(_ reason: String) -> ReplayError { .badFile(file: file, reason: reason) }
}
