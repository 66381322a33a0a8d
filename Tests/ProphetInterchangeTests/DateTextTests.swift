import TestSupport
import Testing

@testable import ProphetInterchange

@Suite("Dates as text")
struct DateTextTests {
    @Test("Every day of four centuries is the one after the day before")
    func calendar() {
        var date = CivilDate(dayNumber: -719_162)
        #expect([date.year, date.month, date.day] == [1, 1, 1])
        for number in Int64(-25_567)...120_530 {
            date = CivilDate(dayNumber: number)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day)?.dayNumber == number)
            let next = CivilDate(dayNumber: number + 1)
            let isNext =
                next.day == date.day + 1
                ? next.month == date.month
                : next.day == 1 && date.day == CivilDate.days(inMonth: date.month, of: date.year)
            if !isNext { Issue.record("\(date) is followed by \(next)") }
        }
    }

    @Test("Times read back from what is written", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let time = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            #expect(try DateText.milliseconds(DateText.text(time, .millisecond)) == time)
            #expect(try DateText.milliseconds(DateText.text(time, .millisecond, separator: "T")) == time)
            let second = time - ((time % 1000) + 1000) % 1000
            #expect(try DateText.milliseconds(DateText.text(second)) == second)
        }
    }

    @Test(
        "Forms that mean one time are read",
        arguments: [
            ("1970-01-01", 0), ("1970-01-02 00:00", 86_400_000), ("1970-01-01T00:00:01", 1000),
            ("1970-01-01 00:00:00.25", 250), ("1970-01-01 00:00:00.250000", 250), ("19700102", 86_400_000),
            ("1970/01/02", 86_400_000), ("1970/1/2 1:05", 90_300_000), ("1970-02", 2_678_400_000),
            ("1971", 31_536_000_000), ("1969-12-31 23:59:59.999", -1), ("2000-02-29", 951_782_400_000),
        ] as [(String, Int64)])
    func forms(text: String, time: Int64) throws {
        #expect(try DateText.milliseconds(text) == time)
    }

    @Test(
        "Other texts are refused for what is wrong with them",
        arguments: [
            ("", .missing), ("banana", .notADate), ("2024-13-01", .noSuchDate), ("2023-02-29", .noSuchDate),
            ("2024-01-01 24:00:00", .noSuchDate), ("2024-01-01 10:60", .noSuchDate),
            ("20240230", .noSuchDate),
            ("01/02/2024", .ambiguousDate), ("1.2.2024", .ambiguousDate), ("31-12-2024", .ambiguousDate),
            ("2024-01-01T00:00:00Z", .timezone), ("2024-01-01 00:00:00+01:00", .timezone),
            ("2024-01-01 00:00:00.000-0500", .timezone), ("2024-01-01 10:00 UTC", .timezone),
            ("2024-01-01Z", .timezone), ("1704067200", .countOfSeconds), ("1704067200000", .countOfSeconds),
            ("1704067200.5", .countOfSeconds), ("-86400", .countOfSeconds), ("202401", .countOfSeconds),
            ("2024-01-01 00:00:00.0001", .finerThanMillisecond), ("2024-01-01 5 PM", .notADate),
            ("2024-01-01 05:00 PM", .notADate), ("2024--1", .notADate),
            ("2024-01-01x", .notADate), ("2024-01/01", .notADate), ("12024-01-01", .notADate),
            ("0000-01-01", .noSuchDate), ("2024-01-01 00:00:00.", .notADate), ("2024-01-01 ", .notADate),
        ] as [(String, CellFault)])
    func refused(text: String, fault: CellFault) {
        #expect(throws: InterchangeError.date(text, fault)) { _ = try DateText.milliseconds(text) }
    }
}
