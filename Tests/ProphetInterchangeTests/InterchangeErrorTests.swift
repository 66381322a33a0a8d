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
            .emptyTable, .encoding("UTF-16"), .columnMissing("here", found: ["ds"]), .columnTwice("here"),
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
}
