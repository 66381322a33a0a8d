import ProphetEngine
import TestSupport
import Testing

@testable import ProphetInterchange

@Suite("Tables")
struct ProphetCSVTests {
    private static func history(
        _ text: String, _ columns: CSVColumns = .init()
    ) throws -> ProphetHistory {
        try ProphetCSV.decodeHistory(Array(text.utf8), columns: columns)
    }

    private static let day: Int64 = 86_400_000

    @Test(
        "Separators, line ends, quotes, byte order mark and blank lines do not matter",
        arguments: [
            "ds,y\n2024-01-01,1.5\n2024-01-02,2\n", "ds;y\r\n2024-01-01;1.5\r\n2024-01-02;2",
            "\u{FEFF}ds\ty\r2024-01-01\t1.5\r2024-01-02\t2\r\r",
            "\n\n\"ds\",\"y\"\n\n\"2024-01-01\",\"1.5\"\n  \n 2024-01-02 , 2 \n",
            ",ds,note,y\n0,2024-01-01,\"a \"\"b\"\",\nc\",1.5\n1,2024-01-02,,2e0\n",
            "y,ds\n1.50,20240101\n+2.0,2024/1/2\n", "ds,y\n2024-01-01T00:00:00.000,1.5\n2024-01-02 00:00,2",
        ])
    func forms(text: String) throws {
        let found = try Self.history(text)
        #expect(found.ds == [19_723 * Self.day, 19_724 * Self.day])
        #expect(found.y == [1.5, 2])
        #expect(found.frame.regressors.isEmpty)
    }

    @Test("Missing values are NaN")
    func missingValues() throws {
        let words = ["", "NaN", "nan", "NA", "N/A", "null", "NULL", "None", "<NA>", "#N/A"]
        let found = try Self.history("ds,y\n" + words.map { "2024-01-01,\($0)\n" }.joined())
        #expect(found.y.count == words.count)
        #expect(found.y.allSatisfy { $0.isNaN })
    }

    @Test("Caps, floors, regressors and conditions have their roles")
    func roles() throws {
        let text = """
            ds,y,cap,floor,price,open,holiday,promo,label
            2024-01-01,1,10,0.5,3.25,true,0,True,a
            2024-01-02,2,11,0.5,NA,0,1,False,b
            """
        let named = try Self.history(
            text, .init(regressors: .named(["price", "promo"]), conditions: ["open", "holiday"]))
        #expect(named.frame.cap == [10, 11])
        #expect(named.frame.floor == [0.5, 0.5])
        #expect(named.frame.regressors.keys.sorted() == ["price", "promo"])
        #expect(named.frame.regressors["price"]?[0] == 3.25)
        #expect(named.frame.regressors["price"]?[1].isNaN == true)
        #expect(named.frame.regressors["promo"] == [1, 0])
        #expect(named.frame.conditions == ["open": [true, false], "holiday": [false, true]])
        let all = try Self.history(text, .init(regressors: .allNumeric, conditions: ["open"]))
        #expect(all.frame.regressors.keys.sorted() == ["holiday", "price", "promo"])
        let frame = try ProphetCSV.decodeFrame(Array(text.utf8), columns: .init(regressors: .allNumeric))
        #expect(frame.ds.count == 2)
        #expect(frame.regressors["y"] == nil)
        let renamed = try Self.history("day,sales\n2024-01-01,3", .init(time: "day", value: "sales"))
        #expect(renamed.y == [3])
        let model = ProphetOptions(
            seasonalities: [.init(name: "s", period: 3, order: 1, condition: "open")],
            regressors: [Regressor("price")])
        #expect(try Self.history(text, .init(for: model)).frame.conditions.keys.sorted() == ["open"])
    }

    @Test("Errors name the line, the column and the value")
    func errors() {
        func expect(_ text: String, _ error: InterchangeError, _ columns: CSVColumns = .init()) {
            #expect(throws: error) { _ = try Self.history(text, columns) }
        }
        func cell(_ line: Int, _ column: String, _ value: String, _ fault: CellFault) -> InterchangeError {
            .cell(line: line, column: column, value: value, fault)
        }
        expect("", .emptyTable)
        expect("\n \n", .emptyTable)
        expect("ds,value\n", .columnMissing("y", found: ["ds", "value"]))
        expect("ds,y,y\n", .columnTwice("y"))
        expect("ds,y\n2024-01-01,1\n\n2024-01-02\n", .rowWidth(line: 4, cells: 1, columns: 2))
        expect("ds,y\n2024-01-01,1,\n", .rowWidth(line: 2, cells: 3, columns: 2))
        expect("ds,y\n2024-01-01,1\n\"2024-01-02,2\n3", .quote(line: 3))
        expect("ds,y\n\"2024-01-01\"x,1\n", .quote(line: 2))
        expect("ds,y\n2024-01-01,1\n2024-01-02,abc\n", cell(3, "y", "abc", .notANumber))
        expect("ds,y\n\"2024-01-01\n\",1\n2024-01-02,0x10\n", cell(2, "ds", "2024-01-01\n", .notADate))
        expect("a,ds,y\n\"\n\n\",2024-01-01,1\n,2024-01-02,0x10\n", cell(5, "y", "0x10", .notANumber))
        expect("ds;y\n2024-01-01;1,5\n2024-01-01;1,5\n", cell(2, "y", "1,5", .notANumber))
        expect("ds,y\n2024-01-01,inf\n", cell(2, "y", "inf", .infinite))
        expect("ds,y\n2024-01-01,-1e999\n", cell(2, "y", "-1e999", .infinite))
        expect("ds,y\n,1\n", cell(2, "ds", "", .missing))
        expect("ds,y\nNaT,1\n", cell(2, "ds", "NaT", .missing))
        expect(
            "ds,y,c\n2024-01-01,1,2\n", cell(2, "c", "2", .notACondition), .init(conditions: ["c"]))
        expect("ds,y,c\n2024-01-01,1,\n", cell(2, "c", "", .missing), .init(conditions: ["c"]))
        expect(
            "ds,y\n", .columnMissing("r", found: ["ds", "y"]), .init(regressors: .named(["r"])))
        expect("ds,y\n", .columnTwice("y"), .init(regressors: .named(["y"])))
        #expect(throws: InterchangeError.encoding("UTF-16")) {
            _ = try ProphetCSV.decodeHistory([0xFF, 0xFE, 0x64, 0])
        }
    }

    @Test("A forecast reads back exactly from its table")
    func forecast() throws {
        let sample = ModelSamples.all[1]
        let forecast = try sample.fitted().predict(sample.rows)
        let text = ProphetCSV.encode(forecast: forecast)
        let bytes = Array(text.utf8)
        let header = try ProphetCSV.header(bytes)
        #expect(header == ["ds"] + forecast.columns.map(\.name))
        let read = try ProphetCSV.decodeFrame(
            bytes, columns: .init(regressors: .named(Array(header.dropFirst()))))
        #expect(read.ds == forecast.ds)
        for column in forecast.columns { #expect(read.regressors[column.name] == column.values) }
    }

    @Test("Tables of any columns are written with quotes where they are needed")
    func tables() {
        let text = ProphetCSV.encode(
            names: ["cutoff", "a,b", "name"],
            columns: [
                .times([0, 3_600_000]), .numbers([.nan, -0.1]), .texts(["x \"y\"", "plain"]),
            ])
        #expect(
            text == """
                cutoff,"a,b",name
                1970-01-01 00:00:00,,"x ""y""\"
                1970-01-01 01:00:00,-0.1,plain

                """)
    }

    @Test("Numbers are read as Swift reads them", arguments: 0..<20 as Range<UInt64>)
    func numbers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value: Double
            switch Int.random(in: 0..<4, using: &random) {
            case 0: value = Double(bitPattern: random.next())
            case 1: value = Double(Int64(bitPattern: random.next()) >> 30) / 1000
            case 2: value = Double.random(in: -1e6...1e6, using: &random)
            default: value = Double(Int.random(in: -99...99, using: &random)) * 1e22
            }
            guard value.isFinite else { continue }
            let read = Array(value.description.utf8).withUnsafeBufferPointer { NumberText.double($0) }
            #expect(read?.bitPattern == value.bitPattern, "\(value)")
        }
        for text in ["", "-", ".", "e5", "1e", "1e+", "1-2", "1..2", "0x1p3", "1_000", "１", "--1", "1e5.5"] {
            let read = Array(text.utf8).withUnsafeBufferPointer { NumberText.double($0) }
            #expect(read == nil, "\(text)")
        }
    }
}
