import Parquet
import TestSupport

/// Tables of drawn values.
enum Tables {
    /// A required and an optional column of each kind, and words.
    static let columns =
        ParquetColumn.Kind.allCases.flatMap { kind in
            [ParquetColumn("\(kind)", kind), ParquetColumn("\(kind) or none", kind, isOptional: true)]
        } + [ParquetColumn("word", .string), ParquetColumn("word or none", .string, isOptional: true)]

    static let words = ["rest", "archive", "stream", "ünï,\"x\"", ""]

    static func rows(_ count: Int, seed: UInt64) -> [ParquetVector] {
        var random = SeededGenerator(seed: seed)
        return columns.enumerated().map { index, column in
            var vector = index < columns.count - 2 ? plain(column.kind, count, &random) : word(count, &random)
            if column.isOptional {
                // Long and short runs, so that both forms of the levels are written.
                var isPresent = Bool.random(using: &random)
                vector.present = (0..<count).map { _ in
                    if Int.random(in: 0..<12, using: &random) == 0 { isPresent.toggle() }
                    return isPresent
                }
                if seed % 5 == 4 { vector.present = nil }
            }
            return vector
        }
    }

    private static func plain(
        _ kind: ParquetColumn.Kind, _ count: Int, _ random: inout SeededGenerator
    ) -> ParquetVector {
        switch kind {
        case .boolean: ParquetVector(.booleans((0..<count).map { _ in Bool.random(using: &random) }))
        case .int32:
            ParquetVector(.int32s((0..<count).map { _ in Int32.random(in: .min ... .max, using: &random) }))
        case .date:
            ParquetVector(.int32s((0..<count).map { _ in Int32.random(in: -9_000...30_000, using: &random) }))
        case .int64:
            ParquetVector(.int64s((0..<count).map { _ in Int64.random(in: .min ... .max, using: &random) }))
        case .timestamp:
            ParquetVector(
                .int64s(
                    (0..<count).map { _ in
                        Int64.random(in: -9_000_000_000...1_900_000_000_000, using: &random)
                    }))
        case .double:
            ParquetVector(
                .doubles(
                    (0..<count).map { _ in
                        Int.random(in: 0..<9, using: &random) == 0
                            ? 0 : Double.random(in: -1...1, using: &random) * 1e9
                    }))
        case .string:
            ParquetVector(.strings((0..<count).map { row in "\(words[row % words.count]) \(row)" }))
        }
    }

    private static func word(_ count: Int, _ random: inout SeededGenerator) -> ParquetVector {
        var index: Int32 = 0
        let indexes = (0..<count).map { _ in
            if Int.random(in: 0..<20, using: &random) == 0 { index = Int32.random(in: 0..<5, using: &random) }
            return index
        }
        return ParquetVector(.words(indexes, of: words))
    }

    /// The values of a vector as the test reader gives them.
    static func texts(_ vector: ParquetVector) -> [String?] {
        let all: [String] =
            switch vector.values {
            case .booleans(let values): values.map { "\($0)" }
            case .int32s(let values): values.map { "\($0)" }
            case .int64s(let values): values.map { "\($0)" }
            case .doubles(let values): values.map { "\($0)" }
            case .strings(let values): values
            case .words(let indexes, let words): indexes.map { words[Int($0)] }
            }
        guard let present = vector.present else { return all }
        return zip(all, present).map { $1 ? $0 : nil }
    }

    /// A file of the groups, and the groups.
    static func file(
        _ sizes: [Int], _ compression: ParquetCompression, seed: UInt64
    ) throws -> (bytes: [UInt8], groups: [[ParquetVector]]) {
        var writer = ParquetWriter(
            columns: columns, compression: compression, metadata: [("made by", "a test")],
            creator: "candlecast version 1")
        var bytes: [UInt8] = []
        let groups = sizes.enumerated().map { rows($0.element, seed: seed + UInt64($0.offset)) }
        for group in groups { bytes += try writer.rowGroup(group) }
        return (bytes + writer.finish(), groups)
    }
}
