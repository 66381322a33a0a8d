import Parquet
import TestSupport
import Testing

@Suite("Parquet writer")
struct ParquetWriterTests {
    @Test(
        "A reader finds every value that was written", arguments: ParquetCompression.allCases,
        0..<8 as Range<UInt64>)
    func roundTrip(compression: ParquetCompression, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let sizes = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            [1, 7, 8, 9, 100, 1_000].randomElement(using: &random) ?? 0
        }
        let (bytes, groups) = try Tables.file(sizes, compression, seed: seed)
        let file = try ParquetReading(bytes)
        #expect(file.footer[3]?.number == sizes.reduce(0, +))
        #expect(file.groups.count == sizes.count)
        for index in Tables.columns.indices {
            #expect(
                try file.texts(ofColumn: index) == groups.flatMap { Tables.texts($0[index]) },
                "\(Tables.columns[index].name)")
        }
    }

    @Test("Rows of several pages are all there")
    func pages() throws {
        let (bytes, groups) = try Tables.file([150_000], .zstd, seed: 3)
        let file = try ParquetReading(bytes)
        for index in [1, 10, 14, 15] {
            #expect(try file.texts(ofColumn: index) == Tables.texts(groups[0][index]))
        }
    }

    @Test("The same rows give the same bytes", arguments: ParquetCompression.allCases)
    func deterministic(compression: ParquetCompression) throws {
        #expect(
            try Tables.file([100, 50], compression, seed: 1).bytes
                == Tables.file([100, 50], compression, seed: 1).bytes)
    }

    @Test("The schema says what the columns mean")
    func schema() throws {
        var writer = ParquetWriter(columns: Tables.columns, metadata: [("a", "b")], creator: "me")
        let file = try ParquetReading(writer.finish())
        #expect(file.schema.map { $0[4]?.text } == Tables.columns.map(\.name))
        #expect(file.schema.map { $0[3] == .number(1) } == Tables.columns.map(\.isOptional))
        let empty = ThriftValue.structure([:])
        let millis = ThriftValue.structure([8: .structure([1: .boolean(true), 2: .structure([1: empty])])])
        for (element, column) in zip(file.schema, Tables.columns) {
            let (physical, converted, logical): (Int, Int?, ThriftValue?) =
                switch column.kind {
                case .boolean: (0, nil, nil)
                case .int32: (1, nil, nil)
                case .date: (1, 6, .structure([6: empty]))
                case .int64: (2, nil, nil)
                case .timestamp: (2, 9, millis)
                case .double: (5, nil, nil)
                case .string: (6, 0, .structure([1: empty]))
                }
            #expect(element[1]?.number == physical)
            #expect(element[6]?.number == converted)
            #expect(element[10] == logical)
        }
        #expect(file.footer[5]?.elements == [.structure([1: .binary([0x61]), 2: .binary([0x62])])])
        #expect(file.footer[6]?.text == "me")
        #expect(file.footer[7]?.elements.count == Tables.columns.count)
    }

    /// The min, the max and the number of absent values that the footer says of the only column.
    private func statistics(
        _ kind: ParquetColumn.Kind, _ vector: ParquetVector
    ) throws -> (min: [UInt8]?, max: [UInt8]?, absent: Int?) {
        var writer = ParquetWriter(columns: [ParquetColumn("x", kind, isOptional: true)], compression: .none)
        let bytes = try writer.rowGroup([vector])
        let file = try ParquetReading(bytes + writer.finish())
        let found = try #require(file.groups.first?[1]?.elements.first?[3]?[12])
        return (found[6]?.data, found[5]?.data, found[3]?.number)
    }

    private func raw<Value>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

    @Test("The bounds are those of the values that are present")
    func bounds() throws {
        let days = try statistics(.date, ParquetVector(.int32s([9, -3, 7]), present: [false, true, true]))
        #expect(days == (raw(Int32(-3)), raw(Int32(7)), 1))
        let numbers = try statistics(.int64, ParquetVector(.int64s([5, .max, .min])))
        #expect(numbers == (raw(Int64.min), raw(Int64.max), 0))
        let none = try statistics(.int64, ParquetVector(.int64s([5]), present: [false]))
        #expect(none == (nil, nil, 1))
        let flags = try statistics(.boolean, ParquetVector(.booleans([true, true])))
        #expect(flags == ([1], [1], 0))
        let words = try statistics(.string, ParquetVector(.words([2, 1], of: ["a", "z", "ü"])))
        #expect(words == (Array("z".utf8), Array("ü".utf8), 0))
        let long = try statistics(.string, ParquetVector(.strings([String(repeating: "x", count: 65)])))
        #expect(long == (nil, nil, 0))
    }

    @Test("Zero bounds hold for both signs, and a value that is no number has no bounds")
    func doubleBounds() throws {
        let zero = try statistics(.double, ParquetVector(.doubles([0, 0])))
        #expect(zero == (raw(-0.0), raw(0.0), 0))
        let nan = try statistics(.double, ParquetVector(.doubles([1, .nan])))
        #expect(nan == (nil, nil, 0))
        let unknown = try statistics(.double, .known([1, .nan, 3]))
        #expect(unknown == (raw(1.0), raw(3.0), 1))
    }

    @Test("A column of one word takes few bytes, however many rows")
    func words() throws {
        var writer = ParquetWriter(columns: [ParquetColumn("symbol", .string)], compression: .none)
        let rows = [Int32](repeating: 0, count: 60_000)
        #expect(try writer.rowGroup([ParquetVector(.words(rows, of: ["BTCUSDT"]))]).count < 80)
    }

    @Test("A group without rows gives no bytes, and the file is still whole")
    func empty() throws {
        var writer = ParquetWriter(columns: [ParquetColumn("x", .double)])
        #expect(try writer.rowGroup([ParquetVector(.doubles([]))]).isEmpty)
        let file = try ParquetReading(writer.finish())
        #expect(file.groups.isEmpty)
        #expect(file.footer[3]?.number == 0)
    }
}
