/// The first lines of a file that are not empty and no comments, with their separator.
struct SampleLines {
    /// A line and where it is.
    struct Line {
        /// The number of bytes before it.
        let offset: Int
        /// The number of lines before it.
        let line: Int
        /// The line without its end.
        let bytes: [UInt8]

        /// The line as text.
        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The fields, without quotes and the spaces around them.
        func fields(_ separator: UInt8) -> [String] {
            var result: [String] = []
            let line = bytes + [0x0A] + [UInt8](repeating: 0, count: TextBlock.padding)
            line.withUnsafeBufferPointer { buffer in
                guard var position = buffer.baseAddress else { return }
                while true {
                    let field = FieldText(&position, separator: separator)
                    result.append(field.whole)
                    if field.endsLine { return }
                }
            }
            return result
        }

        /// Whether the fields are names: none is a number, a time or empty but for the last.
        func isHeader(_ separator: UInt8) -> Bool {
            let fields = fields(separator)
            guard fields.count > 1, let first = fields.first, !first.isEmpty else { return false }
            return fields.allSatisfy { field in
                guard let byte = field.utf8.first else { return true }
                return !(0x30...0x39).contains(byte) && byte != 0x2D && byte != 0x2B && byte != 0x2E
            } && fields.contains { $0.lowercased() != "nan" && !$0.isEmpty }
        }
    }

    /// The lines from the header, or the first row, on.
    let rows: [Line]
    /// The byte between two fields: the one that most lines have most of.
    let separator: UInt8

    private static let limit = 50

    /// Looks at the beginning of a file.
    ///
    /// - Throws: ``CandleFileError/notText(_:)`` for anything but text in UTF-8.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(CandleFileError) {
        if let kind = Self.kind(bytes) { throw .notText(kind) }
        var lines: [Line] = []
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        var offset = hasMark ? 3 : 0
        var number = 0
        while offset < bytes.count, lines.count < Self.limit {
            let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
            var line = bytes[offset..<end]
            if line.last == 0x0D { line.removeLast() }
            if let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }), first != 0x23 {
                // Text after the last line feed of a sample may be half a line; it counts only if there is no other.
                if end < bytes.count || lines.isEmpty {
                    lines.append(Line(offset: offset, line: number, bytes: Array(line)))
                }
            }
            offset = end + 1
            number += 1
        }
        let candidates: [UInt8] = [0x2C, 0x3B, 0x09]
        let counts = candidates.map { mark in lines.map { $0.fields(mark).count } }
        let best = candidates.indices.max { Self.weight(counts[$0]) < Self.weight(counts[$1]) } ?? 0
        separator = candidates[best]
        // A title above the header has one column, the rows have more.
        let usual = Self.usual(counts[best])
        var skipped = 0
        while skipped + 1 < lines.count, skipped < 5, counts[best][skipped] == 1, usual > 1 { skipped += 1 }
        rows = Array(lines[skipped...])
    }

    /// The number of fields that explains most of the lines, 1 if none has more.
    private static func usual(_ counts: [Int]) -> Int {
        let frequency = Dictionary(counts.filter { $0 > 1 }.map { ($0, 1) }, uniquingKeysWith: +)
        return frequency.max { ($0.value * $0.key, $0.key) < ($1.value * $1.key, $1.key) }?.key ?? 1
    }

    /// How well a separator explains the lines: the fields of those that have the usual number.
    private static func weight(_ counts: [Int]) -> Int {
        let usual = usual(counts)
        return usual > 1 ? counts.count { $0 == usual } * usual : 0
    }

    /// What a file is that is no text, or nil.
    private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        func begins(_ start: [UInt8]) -> Bool { bytes.starts(with: start) }
        if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) { return "text in UTF-16" }
        if begins([0x1F, 0x8B]) { return "compressed with gzip" }
        if begins([0x50, 0x4B, 0x03, 0x04]) { return "a zip archive" }
        if begins([0x28, 0xB5, 0x2F, 0xFD]) { return "compressed with zstd" }
        if begins([0x42, 0x5A, 0x68]) { return "compressed with bzip2" }
        if begins([0xFD, 0x37, 0x7A, 0x58]) { return "compressed with xz" }
        if begins(Array("PAR1".utf8)) { return "a Parquet file" }
        if begins(Array("SQLite format".utf8)) { return "an SQLite database" }
        if bytes.prefix(4096).contains(0) { return "binary" }
        if let first = bytes.first(where: { $0 > 0x20 }), first == 0x5B || first == 0x7B { return "JSON" }
        if let first = bytes.first(where: { $0 > 0x20 }), first == 0x3C { return "HTML or XML" }
        return nil
    }
}
