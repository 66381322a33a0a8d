import ProphetEngine
import Testing

@testable import ProphetInterchange

@Suite("Errors of interchange")
struct InterchangeErrorTests {
    private static let faults: [CellFault] = [
        .missing, .notANumber, .infinite, .notAWholeNumber, .windowSide, .notACondition, .notADate,
        .noSuchDate,
        .ambiguousDate, .timezone, .countOfSeconds, .finerThanMillisecond,
    ]
    private static let samples: [InterchangeError] =
        faults.map { .cell(line: 3, column: "ds", value: "here", $0) }
        + faults.map { .date("here", $0) } + [
            .emptyTable, .encoding("UTF-16"), .notText("here"), .columnMissing("here", found: ["ds"]),
            .columnTwice("here"),
            .rowWidth(line: 2, cells: 1, columns: 3), .quote(line: 4), .json(offset: 12, "here"),
            .field("here", expected: "a number", found: "null"), .options(.changepointRange(2)),
            .inconsistentModel("here"), .countryHolidays(country: "here", names: ["a"]),
            .tooMany("here", count: 5, limit: 4), .noHistory, .columnNameTaken("here"),
            .notExpressible("here"),
            .notCompact, .newerVersion(found: 3, supported: 1), .damaged("here"), .calendar(line: 2, "here"),
            .recurrence(line: 2, rule: "here"),
        ]

    @Test("Every error says what is wrong and what to do", arguments: samples)
    func texts(error: InterchangeError) {
        #expect(error.problem.hasSuffix("."))
        #expect(error.remedy.hasSuffix("."))
        #expect(error.description == "\(error.problem) \(error.remedy)")
        #expect(error.problem.first?.isUppercase == true || error.problem.hasPrefix("\""))
    }

    @Test("A cell's error names its place and its value")
    func place() {
        let error = InterchangeError.cell(line: 7, column: "y", value: "1,5", .notANumber)
        #expect(error.problem == "Line 7, column \"y\": \"1,5\" is not a number.")
    }

    @Test("Control characters of a file are written out, and long names are cut")
    func controls() {
        let name = "\u{1B}[31m" + String(repeating: "x", count: 200)
        let problem = InterchangeError.columnMissing("ds", found: [name, "a\tb"]).problem
        #expect(problem.contains("\\u{1B}[31mxxx") && problem.contains("a\\tb") && problem.count < 150)
        #expect(!problem.contains("\u{1B}"))
        #expect(QuotedText.escaped("a\nb\u{202E}c", keepsLines: true) == "a\nb\\u{202E}c")
        #expect(QuotedText.escaped("abc", limit: 2) == "ab…" && QuotedText.escaped("abc", limit: 3) == "abc")
    }

    @Test(
        "Bytes that are no text are called what they are",
        arguments: [
            ([0x1F, 0x8B, 8, 0], "gzip"), ([0x50, 0x4B, 3, 4], "zip archive"),
            ([0x64, 0x73, 0, 1], "binary"),
        ] as [([UInt8], String)])
    func binary(bytes: [UInt8], kind: String) {
        let readers: [([UInt8]) throws -> Void] = [
            { _ = try ProphetCSV.decodeHistory($0) }, { _ = try HolidayCalendar($0, years: 2024...2024) },
        ]
        for read in readers {
            let error = #expect(throws: InterchangeError.self) { try read(bytes) }
            #expect(error?.problem.contains(kind) == true)
        }
    }
}
