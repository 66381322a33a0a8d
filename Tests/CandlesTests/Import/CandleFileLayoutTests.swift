import TestSupport
import Testing

@testable import Candles

@Suite("Candle file layout")
struct CandleFileLayoutTests {
    private static let exchangeRow =
        "1672531200000,16541.77000000,16545.70000000,16508.39000000,16529.67000000,4364.83570000,1672534799999,"
        + "72146293.73937000,149854,2179.94772000,36032352.00000000,0\n"

    @Test("The old pipeline's file is understood, and said")
    func oldPipeline() throws {
        let found = try layout("timestamp,open,high,low,close,volume\n1325412060,4.58,4.58,4.58,4.58,0\n")
        #expect(found.fields == [.openTime, .open, .high, .low, .close, .baseVolume])
        #expect(found.dataLine == 1)
        #expect(
            "\(found)"
                == "6 columns separated by commas, with a header: timestamp (open_time) in seconds, open, high, low,"
                + " close, volume")
    }

    @Test("Rows of the exchange are understood without a header, with 12 and with 11 columns")
    func exchangeRows() throws {
        let twelve = try layout(Self.exchangeRow)
        #expect(twelve.fields == CandleField.exchangeRow + [nil])
        let eleven = try layout(String(Self.exchangeRow.dropLast(3)) + "\n")
        #expect(eleven.fields == CandleField.exchangeRow)
        #expect("\(twelve)".contains("open_time in milliseconds"))
        #expect("\(twelve)".hasSuffix("left out: column 12"))
    }

    @Test(
        "The usual spellings of headers are understood",
        arguments: [
            (
                "Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,"
                    + "Taker buy base asset volume,Taker buy quote asset volume,Ignore",
                CandleField.exchangeRow + [nil]
            ),
            (
                "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
                    + "taker_buy_quote_volume,ignore", CandleField.exchangeRow + [nil]
            ),
            (
                "unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT,tradecount",
                [
                    .openTime, nil, .symbol, .open, .high, .low, .close, .baseVolume, .quoteVolume, .trades,
                ]
            ),
            (
                "Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price",
                [.openTime, .open, .high, .low, .close, .baseVolume, .quoteVolume, nil]
            ),
            ("datetime;low;high;close;open", [.openTime, .low, .high, .close, .open]),
        ] as [(String, [CandleField?])])
    func spellings(header: String, fields: [CandleField?]) throws {
        let mark: Character = header.contains(";") ? ";" : ","
        let row = fields.map { field in
            switch field {
            case .openTime: "1672531200"
            case .closeTime: "1672531259"
            case .symbol: "BTC/USDT"
            case nil: "x"
            default: "1"
            }
        }.joined(separator: String(mark))
        let found = try layout(header + "\n" + row + "\n", symbol: try Symbol("BTCUSDT"))
        #expect(found.fields == fields)
    }

    @Test("Of two columns of time the number is taken, whichever comes first")
    func twoTimes() throws {
        let found = try layout(
            "time,open,high,low,close,volume,timestamp\n2020-08-21 00:00:00,1,2,1,1,5,1597968000000\n")
        #expect(found.fields.first == .some(nil))
        #expect(found.fields.last == .openTime)
        #expect(found.ignored == ["time"])
    }

    @Test("A byte order mark, comments, blank lines and a title above the header are passed over")
    func preamble() throws {
        let text =
            "\u{FEFF}# made by hand\r\n\r\nhttps://example.org\r\ntime\topen\thigh\tlow\tclose\r\n"
            + "2023-04-01\t1\t2\t1\t2\r\n"
        let found = try layout(text)
        #expect(found.separator == 0x09)
        #expect(found.dataLine == 4)
        #expect(found.names == ["time", "open", "high", "low", "close"])
        #expect("\(found)".contains("time (open_time) as a date in UTC"))
    }

    @Test("Named columns decide, also where a header says something else")
    func namedColumns() throws {
        let names = ["-", "open_time", "open", "high", "low", "close", "volume"]
        let found = try layout("7,1672531200,1,2,1,1,5\n", columns: names)
        #expect(found.fields == [nil, .openTime, .open, .high, .low, .close, .baseVolume])
        #expect(throws: CandleFileError.columnCount(named: 7, found: 6)) {
            try layout("1672531200,1,2,1,1,5\n", columns: names)
        }
        #expect(throws: CandleFileError.columnName("opne")) {
            try layout("1,2\n", columns: ["opne", "high"])
        }
    }

    @Test("What is missing, unknown or doubled is refused by name")
    func refusals() throws {
        #expect(
            throws: CandleFileError.missingColumns(found: ["time", "open", "close"], missing: [.high, .low])
        ) { try layout("time,open,close\n1672531200,1,1\n") }
        #expect(throws: CandleFileError.unknownColumns(count: 7, row: "1672531200,1,2,1,1,5,6")) {
            try layout("1672531200,1,2,1,1,5,6\n1672531260,1,2,1,1,5,6\n")
        }
        #expect(throws: CandleFileError.unknownColumns(count: 6, row: "5,1672531200,1,2,1,1")) {
            try layout("5,1672531200,1,2,1,1\n")
        }
        #expect(throws: CandleFileError.timeUnit("20230401")) {
            try layout("time,open,high,low,close\n20230401,1,2,1,1\n")
        }
        #expect(throws: CandleFileError.empty) { try layout("time,open,high,low,close\n") }
        #expect(throws: CandleFileError.empty) { try layout("") }
    }

    @Test("A unit that was said must fit the first time")
    func unit() throws {
        let text = "time,open,high,low,close\n1672531200,1,2,1,1\n"
        #expect(try layout(text, timeUnit: .seconds).timeUnit == .seconds)
        #expect(throws: CandleFileError.timeUnit("1672531200")) { try layout(text, timeUnit: .milliseconds) }
    }

    @Test(
        "Files that are no CSV text are refused by their kind",
        arguments: [
            ([0x1F, 0x8B, 8, 0], "compressed with gzip"), ([0x50, 0x4B, 3, 4], "a zip archive"),
            (Array("PAR1xxxx".utf8), "a Parquet file"), (Array(" [[1,2]]".utf8), "JSON"),
            (Array("<html>".utf8), "HTML or XML"), ([0xFF, 0xFE, 0x31, 0], "text in UTF-16"),
            ([0x31, 0, 0x32, 0x0A], "binary"),
        ] as [([UInt8], String)])
    func otherKinds(bytes: [UInt8], kind: String) {
        #expect(throws: CandleFileError.notText(kind)) {
            try CandleFileLayout(sample: TakenIn.block(bytes))
        }
    }

    @Test("Every refusal says what to do")
    func messages() {
        let errors: [CandleFileError] = [
            .empty, .notText("JSON"), .missingColumns(found: ["a"], missing: [.open]), .repeatedColumn(.open),
            .unknownColumns(count: 3, row: "x"), .columnCount(named: 1, found: 2), .columnName("x"),
            .timeUnit("x"), .unknownInterval(step: 7), .unknownInterval(step: nil),
            .intervalMismatch(named: .h1, found: .m1),
        ]
        for error in errors {
            #expect(error.problem.hasSuffix("."))
            #expect(error.remedy.hasSuffix("."))
        }
    }

    @Test(
        "The interval is the usual step of the rows, in any order and with holes",
        arguments: [
            ([0, 60, 120, 180], Interval.m1), ([180, 0, 60, 60, 6000], .m1), ([0, 3600, 7200], .h1),
            ([0, 86_400, 3 * 86_400], .d1), ([0, 31 * 86_400], .month),
            ([0, 120, 660, 6000, 12_060], .m1), ([0, 7], nil), ([5], nil),
        ] as [([Int64], Interval?)])
    func intervals(seconds: [Int64], interval: Interval?) {
        #expect(IntervalFinder.interval(of: seconds.map { 1_672_531_200_000 + $0 * 1000 }) == interval)
    }

    @Test("An interval that was said is checked against rows that are closer together")
    func mismatch() throws {
        let rows = (0..<10).map { "\(1_672_531_200 + $0 * 60),1,2,1,1,5\n" }.joined()
        #expect(throws: CandleFileError.intervalMismatch(named: .h1, found: .m1)) {
            try TakenIn(rows, interval: .h1)
        }
        #expect(try TakenIn(rows, interval: .s1).counts.candles == 10)
        #expect(throws: CandleFileError.unknownInterval(step: nil)) { try TakenIn("1672531200,1,2,1,1,5\n") }
        #expect(
            try TakenIn(Self.exchangeRow).versions.first?.values.closeTime.milliseconds == 1_672_534_800_000)
    }
}
