import Candles
import Foundation
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Candle files")
struct CandleFileTests {
    private static let first = "1709510400000,100,110,90,105,1.5,1709510459999,150,3,0.7,70,0"
    private static let second = "1709510460000,105,111,91,106,2.5,1709510519999,250,4,0.8,80,0"

    private static func load(_ files: [String: [UInt8]]) async throws -> [SeriesKey: CandleTable] {
        try await Samples.withFolder { folder in
            for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
            return try await MarketFolder.load(folder.path())
        }
    }

    private static func gzip(_ text: String) async throws -> [UInt8] {
        try await Samples.withFolder { folder in
            let url = folder.appending(path: "packed.gz")
            try Gzip.write(Array(text.utf8), to: url)
            return [UInt8](try Data(contentsOf: url))
        }
    }

    /// The error that a file causes beside a good one, of which nothing may be loaded.
    private static func error(_ name: String, _ bytes: [UInt8]) async throws -> ReplayError {
        let good = Array("\(first)\n".utf8)
        return try #require(
            await #expect(throws: ReplayError.self) { try await load([name: bytes, "AAAUSDT-1m.csv": good]) })
    }

    @Test("Packed and plain files, with and without a header, a last line end and double quotes, are read")
    func reads() async throws {
        let text = "\(Self.first)\n\(Self.second)\n"
        let tables = try await Self.load([
            "BTCUSDT-1m.csv.gz": try await Self.gzip(text),
            "ETHUSDT-1m.csv": Array("open_time,open,high\n\(text.dropLast())".utf8),
            "BTCUSDT-1mo.csv": Array("\"1709251200000\",1,2,1,2,0,1711929599999,0,0,0,0,0\r\n".utf8),
            "README.md": Array("not a candle".utf8), ".hidden-1d.csv": [0],
        ])
        #expect(tables.count == 3)
        let packed = try #require(tables[Samples.key("BTCUSDT", .m1)])
        #expect(packed == tables[try Samples.key("ETHUSDT", .m1)])
        #expect(packed.closes == [105, 106])
        #expect(packed.closeTimes == [1_709_510_460_000, 1_709_510_520_000])
        #expect(tables[try Samples.key("BTCUSDT", .month)]?.count == 1)
    }

    @Test("Microseconds are told from milliseconds")
    func microseconds() async throws {
        let line = "1735689600000000,100,110,90,105,1,1735689659999999,1,1,1,1,0\n"
        let tables = try await Self.load(["BTCUSDT-1m.csv": Array(line.utf8)])
        let table = try #require(tables[Samples.key("BTCUSDT", .m1)])
        #expect(table.openTimes == [1_735_689_600_000])
        #expect(table.closeTimes == [1_735_689_660_000])
    }

    @Test("A row that repeats the one before it is taken once")
    func repeats() async throws {
        let text = "\(Self.first)\n\(Self.first)\n\(Self.second)\n"
        let tables = try await Self.load(["BTCUSDT-1m.csv": Array(text.utf8)])
        #expect(tables[try Samples.key("BTCUSDT", .m1)]?.count == 2)
    }

    @Test(
        "A bad line is refused with its number and what is wrong",
        arguments: [
            ("1709510460000,105,111,91,nan,2.5,1709510519999,250,4,0.8,80,0", "field 5"),
            ("1709510460000,105,111,91,-106,2.5,1709510519999,250,4,0.8,80,0", "-106"),
            ("1709510460000,105,80,91,106,2.5,1709510519999,250,4,0.8,80,0", "enclose"),
            ("1709510460000,105,111,91,106,-1,1709510519999,250,4,0.8,80,0", "negative"),
            ("1709510340000,105,111,91,106,2.5,1709510399999,250,4,0.8,80,0", "comes after"),
            ("1709510400000,105,111,91,106,2.5,1709510459999,250,4,0.8,80,0", "something else"),
            ("1709510430000,105,111,91,106,2.5,1709510489999,250,4,0.8,80,0", "has ended"),
            ("1709510460000,105,111,91,106,2.5,1709514059999,250,4,0.8,80,0", "longer than 1m"),
            ("1709510460000,105,111,91,106", "fields"),
            ("1709510460000,105,111,91,106,2.5,1709510519999,250,4,0.8,80,0,1", "fields"),
            ("170951046,105,111,91,106,2.5,1709510519999,250,4,0.8,80,0", "not a time"),
            ("hello", "not the number"),
            ("\n\(CandleFileTests.second)", "empty line"),
        ])
    func badLine(line: String, reason: String) async throws {
        let error = try await Self.error("BTCUSDT-1m.csv", Array("\(Self.first)\n\(line)\n".utf8))
        guard case .badLine(let file, let number, _, let text) = error else {
            Issue.record("wrong error: \(error)")
            return
        }
        #expect(file == "BTCUSDT-1m.csv")
        #expect(number == 2)
        #expect(text.contains(reason), "\(text)")
        #expect(error.kind == .badData)
        #expect(!error.remedy.isEmpty)
    }

    @Test("Minutes under the name of days are refused")
    func wrongInterval() async throws {
        let error = try await Self.error("BTCUSDT-1d.csv", Array("\(Self.first)\n\(Self.second)\n".utf8))
        #expect(error.description.contains("share one 1d slot"))
    }

    @Test("Hours off the grid, as after the outage of February 2018, are read and served")
    func offGrid() async throws {
        let times: [(Int64, Int64)] = [
            (1_518_316_096_812, 1_518_319_696_811), (1_518_319_696_812, 1_518_323_296_811),
            (1_518_321_600_000, 1_518_325_199_999),
        ]
        let text = times.map { "\($0),145,147,143,144,10,\($1),1440,3,5,720,0\n" }.joined()
        let key = try Samples.key("LTCUSDT", .h1)
        let tables = try await Self.load(["LTCUSDT-1h.csv": Array(text.utf8)])
        var view = MarketView(Market(tables: tables))
        let query = KlineQuery(key: key, start: nil, end: nil, limit: 10)
        let rows = view.klines(query, at: OpenTime(milliseconds: 1_518_322_000_000))
        #expect(rows.map(\.openTime) == times.map(\.0))
        #expect(rows.map(\.trades) == [3, 3, 0])
    }

    @Test("A file without candles, a binary one and one that is not gzip are refused")
    func badFiles() async throws {
        for (name, bytes) in [
            ("BTCUSDT-1m.csv", []), ("BTCUSDT-1m.csv.gz", []),
            ("BTCUSDT-1m.csv", Array("open_time,open\n".utf8)),
            ("BTCUSDT-1m.csv", [0x31, 0, 0xFF, 0x0A]), ("BTCUSDT-1m.csv.gz", Array(Self.first.utf8)),
            ("BTCUSDT-1m.csv", [UInt8](repeating: 0x31, count: 10_000)),
        ] as [(String, [UInt8])] {
            let error = try await Self.error(name, bytes)
            #expect(error.kind == .badData)
            #expect(error.description.contains(name))
        }
    }

    @Test("A gzip file that is cut off, damaged or followed by rubbish is refused")
    func badGzip() async throws {
        let lines = (0..<3000).map { index in
            let open = 1_709_510_400_000 + index * 60_000
            return "\(open),100,110,90,105,\(index).5,\(open + 59_999),150,3,0.7,70,0\n"
        }
        let packed = try await Self.gzip(lines.joined())
        var flipped = packed
        flipped[packed.count / 2] ^= 0xFF
        var badSum = packed
        badSum[packed.count - 6] ^= 1
        for bytes in [
            Array(packed.dropLast(1)), Array(packed.prefix(200)), flipped, badSum, packed + [1, 2, 3],
        ] {
            let error = try await Self.error("BTCUSDT-1m.csv.gz", bytes)
            #expect(error.kind == .badData)
        }
        let twice = try await Self.load(["BTCUSDT-1m.csv.gz": packed])
        #expect(twice[try Samples.key("BTCUSDT", .m1)]?.count == 3000)
    }

    @Test(
        "A name whose symbol or interval cannot be is refused",
        arguments: [
            "..-1d.csv", "btcusdt-1d.csv", "BTCUSDT-1x.csv", "BTCUSDT-1D.csv.gz", "-1d.csv", "BTCUSDT.csv",
        ])
    func badNames(name: String) async throws {
        let error = try await Self.error(name, Array("\(Self.first)\n".utf8))
        guard case .badFile(let file, _) = error else {
            Issue.record("wrong error: \(error)")
            return
        }
        #expect(file == name)
    }

    @Test("The same series in two files is refused")
    func twoFiles() async throws {
        let error = try await Self.error("AAAUSDT-1m.csv.gz", try await Self.gzip("\(Self.first)\n"))
        #expect(error.description.contains("same series"))
    }

    @Test("A folder without candle files, and one that is not there, are missing input")
    func noInput() async throws {
        let empty = await #expect(throws: ReplayError.self) { try await Self.load(["README.md": [0x31]]) }
        #expect(empty?.kind == .noInput)
        let missing = await #expect(throws: ReplayError.self) {
            try await MarketFolder.load("/no/such/folder")
        }
        #expect(missing?.kind == .noInput)
        #expect(missing?.description.contains("/no/such/folder") == true)
        let folder = await #expect(throws: ReplayError.self) {
            try await Samples.withFolder { folder in
                try FileManager.default.createDirectory(
                    at: folder.appending(path: "BTCUSDT-1d.csv"), withIntermediateDirectories: true)
                return try await MarketFolder.load(folder.path())
            }
        }
        #expect(folder?.kind == .noInput)
    }

    @Test("Bytes changed at random are refused or read, but never trap", arguments: 0..<60 as Range<UInt64>)
    func mutated(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var bytes = Array("\(Self.first)\n\(Self.second)\n".utf8)
        if seed % 2 == 0 { bytes = try await Self.gzip(String(decoding: bytes, as: UTF8.self)) }
        for _ in 0..<3 {
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
        }
        do {
            let tables = try await Self.load([seed % 2 == 0 ? "BTCUSDT-1m.csv.gz" : "BTCUSDT-1m.csv": bytes])
            #expect(tables.values.allSatisfy { $0.count <= 2 })
        } catch let error as ReplayError {
            #expect(error.kind == .badData)
        }
    }

    @Test("Trades of a file are read, and bad ones refused")
    func trades() async throws {
        try await Samples.withFolder { folder in
            let url = folder.appending(path: "BTCUSDT-aggTrades-2024-03.csv")
            try Data(
                "7,100.5,0.25,10,12,1709510400123,True,True\n8,100,1,13,13,1709510400123000,False,True\n".utf8
            )
            .write(to: url)
            let file = try TradeFile.load(url.path())
            #expect(file.symbol.name == "BTCUSDT")
            #expect(file.trades.map(\.id) == [7, 8])
            #expect(file.trades.map(\.time) == [1_709_510_400_123, 1_709_510_400_123])
            #expect(file.trades.map(\.isBuyerMaker) == [true, false])
            for line in [
                "7,100.5,0.25,10,12,1709510400123,Maybe,True", "7,0,0.25,10,12,1709510400123,True", "x",
            ] {
                try Data("\(line)\n".utf8).write(to: url)
                #expect(throws: ReplayError.self) { try TradeFile.load(url.path()) }
            }
            try Data("8,1,1,1,1,1709510400123,True\n7,1,1,1,1,1709510400123,True\n".utf8).write(to: url)
            #expect(throws: ReplayError.self) { try TradeFile.load(url.path()) }
        }
    }
}
