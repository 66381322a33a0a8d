import CZstd
import Foundation
import TestSupport
import Testing

/// A reader of what the writer may write, made from the format's text and from nothing of the writer.
struct ParquetReading {
    let footer: ThriftValue
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        try #require(bytes.starts(with: Array("PAR1".utf8)) && bytes.suffix(4) == Array("PAR1".utf8)[...])
        let size = Self.number(bytes[(bytes.count - 8)..<(bytes.count - 4)])
        let start = bytes.count - 8 - size
        var index = start
        footer = try ThriftValue.structure(bytes, at: &index)
        try #require(index == start + size)
    }

    var groups: [ThriftValue] { footer[4]?.elements ?? [] }
    /// The columns' schema elements, without the root.
    var schema: [ThriftValue] { Array((footer[2]?.elements ?? []).dropFirst()) }

    /// All values of a column as text, nil where absent.
    func texts(ofColumn column: Int) throws -> [String?] {
        try groups.flatMap { group in
            let chunk = try #require(group[1]?.elements[column][3])
            return try texts(of: chunk, isOptional: schema[column][3] == .number(1))
        }
    }

    private func texts(of chunk: ThriftValue, isOptional: Bool) throws -> [String?] {
        var index = try #require((chunk[11] ?? chunk[9])?.number)
        let end = index + (try #require(chunk[7]?.number))
        let kind = try #require(chunk[1]?.number)
        let codec = try #require(chunk[4]?.number)
        var words: [String] = []
        var values: [String?] = []
        while index < end {
            let header = try ThriftValue.structure(bytes, at: &index)
            let size = try #require(header[3]?.number)
            let page = try unpacked(
                Array(bytes[index..<(index + size)]), codec, size: try #require(header[2]?.number))
            index += size
            if let dictionary = header[7] {
                words = Self.plain(page[...], kind, count: try #require(dictionary[1]?.number))
                continue
            }
            let data = try #require(header[5])
            values += try Self.page(
                page, kind, rows: try #require(data[1]?.number), isOptional: isOptional,
                words: data[2] == .number(8) ? words : nil)
        }
        #expect(index == end)
        #expect(values.count == chunk[5]?.number)
        return values
    }

    private static func page(
        _ page: [UInt8], _ kind: Int, rows: Int, isOptional: Bool, words: [String]?
    ) throws -> [String?] {
        var start = 0
        var present = [Bool](repeating: true, count: rows)
        if isOptional {
            start = 4 + number(page[..<4])
            present = try hybrid(Array(page[4..<start]), bits: 1, count: rows).map { $0 == 1 }
        }
        let count = present.count { $0 }
        let known: [String]
        if let words {
            let indexes = try hybrid(Array(page[(start + 1)...]), bits: Int(page[start]), count: count)
            known = indexes.map { words[$0] }
        } else {
            known = plain(page[start...], kind, count: count)
        }
        var next = known.makeIterator()
        return present.map { $0 ? next.next() : nil }
    }

    private static func plain(_ bytes: ArraySlice<UInt8>, _ kind: Int, count: Int) -> [String] {
        var index = bytes.startIndex
        return (0..<count).map { row in
            switch kind {
            case 0: return "\(bytes[bytes.startIndex + row / 8] >> UInt8(row % 8) & 1 == 1)"
            case 1:
                index += 4
                return "\(Int32(truncatingIfNeeded: number(bytes[(index - 4)..<index])))"
            case 2:
                index += 8
                return "\(number(bytes[(index - 8)..<index]))"
            case 5:
                index += 8
                return "\(Double(bitPattern: UInt64(bitPattern: Int64(number(bytes[(index - 8)..<index])))))"
            default:
                let size = number(bytes[index..<(index + 4)])
                index += 4 + size
                return String(decoding: bytes[(index - size)..<index], as: UTF8.self)
            }
        }
    }

    static func hybrid(_ bytes: [UInt8], bits: Int, count: Int) throws -> [Int] {
        var values: [Int] = []
        var index = 0
        while values.count < count {
            let header = Int(try ThriftValue.varint(bytes, at: &index))
            if header & 1 == 0 {
                let size = (bits + 7) / 8
                values += [Int](repeating: number(bytes[index..<(index + size)]), count: header >> 1)
                index += size
            } else {
                for value in 0..<(header >> 1 * 8) {
                    let positions = (value * bits)..<((value + 1) * bits)
                    values.append(
                        positions.reversed().reduce(0) { sum, bit in
                            sum << 1 | Int(bytes[index + bit / 8] >> UInt8(bit % 8) & 1)
                        })
                }
                index += header >> 1 * bits
            }
        }
        try #require(index == bytes.count)
        return Array(values.prefix(count))
    }

    private func unpacked(_ page: [UInt8], _ codec: Int, size: Int) throws -> [UInt8] {
        var plain: [UInt8]
        switch codec {
        case 0: plain = page
        case 2:
            let file = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString).gz")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(page).write(to: file)
            plain = try Gzip.bytes(of: file)
        default:
            plain = [UInt8](repeating: 0, count: size)
            let answer = ZSTD_decompress(&plain, size, page, page.count)
            try #require(ZSTD_isError(answer) == 0 && answer == size)
        }
        try #require(plain.count == size)
        return plain
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
