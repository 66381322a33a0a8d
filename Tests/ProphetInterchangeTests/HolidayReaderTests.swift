import ProphetEngine
import TestSupport
import Testing

@testable import ProphetInterchange

@Suite("Readers of holidays")
struct HolidayReaderTests {
    private static func table(_ text: String) throws -> [Holiday] {
        try ProphetCSV.decodeHolidays(Array(text.utf8))
    }

    private static func date(_ text: String) throws -> Int64 { try DateText.milliseconds(text) }

    @Test("A table of holidays has windows where both are given, and prior scales")
    func tables() throws {
        let text = """
            holiday,ds,lower_window,upper_window,prior_scale
            "Easter, old",2024-05-05,-1,1.0,
            new year,2024-01-01,,1,0.5
            """
        let holidays = try Self.table(text)
        #expect(
            holidays == [
                Holiday("Easter, old", ds: try Self.date("2024-05-05"), lowerWindow: -1, upperWindow: 1),
                Holiday("new year", ds: try Self.date("2024-01-01"), priorScale: 0.5),
            ])
        let plain = try Self.table("ds;holiday\n2024-01-01;a\n2024-01-02;a")
        #expect(plain.map(\.upperWindow) == [0, 0])
    }

    @Test("A table with half of the windows or with gaps in names or dates is refused")
    func faults() {
        let header = ["holiday", "ds", "lower_window"]
        #expect(throws: InterchangeError.columnMissing("upper_window", found: header)) {
            _ = try Self.table("holiday,ds,lower_window\n")
        }
        #expect(throws: InterchangeError.columnMissing("holiday", found: ["ds"])) {
            _ = try Self.table("ds\n")
        }
        func expect(_ row: String, _ column: String, _ value: String, _ fault: CellFault) {
            let error = InterchangeError.cell(line: 2, column: column, value: value, fault)
            #expect(throws: error) {
                _ = try Self.table("holiday,ds,lower_window,upper_window\n\(row)\n")
            }
        }
        expect(",2024-01-01,0,0", "holiday", "", .missing)
        expect("a,,0,0", "ds", "", .missing)
        expect("a,2024-01-01,1,1", "lower_window", "1", .windowSide)
        expect("a,2024-01-01,0,-1", "upper_window", "-1", .windowSide)
        expect("a,2024-01-01,-0.5,1", "lower_window", "-0.5", .notAWholeNumber)
        expect(
            "a,2024-01-01,-9223372036854775808,1", "lower_window", "-9223372036854775808", .notAWholeNumber)
        expect("a,2024-01-01,-1,1e9", "upper_window", "1e9", .notAWholeNumber)
    }

    private static func calendar(
        _ events: String..., years: ClosedRange<Int> = 2020...2025
    ) throws -> [String] {
        let body = events.map { "BEGIN:VEVENT\r\nSUMMARY:x\r\n\($0)\r\nEND:VEVENT\r\n" }.joined()
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(body)END:VCALENDAR\r\n"
        return try HolidayCalendar.decode(Array(text.utf8), years: years).map { DateText.text($0.ds, .day) }
    }

    @Test("An event is a holiday on each of its days")
    func days() throws {
        #expect(try Self.calendar("DTSTART;VALUE=DATE:20241225") == ["2024-12-25"])
        #expect(
            try Self.calendar("DTSTART;VALUE=DATE:20241224\r\nDTEND;VALUE=DATE:20241227")
                == ["2024-12-24", "2024-12-25", "2024-12-26"])
        #expect(try Self.calendar("DTSTART:20240101\r\nDURATION:P1W").count == 7)
        #expect(try Self.calendar("DTSTART:20240101\r\nSTATUS:CANCELLED").isEmpty)
        #expect(try Self.calendar("DTSTART:19000101") == ["1900-01-01"])
        let alarm = "DTSTART:20240101\r\nBEGIN:VALARM\r\nDTSTART:20300101\r\nDURATION:oops\r\nEND:VALARM"
        #expect(try Self.calendar(alarm) == ["2024-01-01"])
    }

    @Test("Events with a time of day are passed over and counted, whatever else they have")
    func timed() throws {
        let events = [
            "DTSTART:20241231T180000Z\r\nDTEND:20250101T000000Z",
            "DTSTART;TZID=Europe/Paris:20241231T180000\r\nRRULE:FREQ=WEEKLY\r\nRDATE:20250101T180000",
            "DTSTART:20250102T090000\r\nSTATUS:CANCELLED", "DTSTART;VALUE=DATE:20250103", "DTSTART:20250104",
        ]
        let body = events.map { "BEGIN:VEVENT\r\nSUMMARY:x\r\n\($0)\r\nEND:VEVENT\r\n" }.joined()
        let calendar = try HolidayCalendar(Array(body.utf8), years: 2024...2025)
        #expect(calendar.timedEvents == 2)
        #expect(calendar.holidays.map { DateText.text($0.ds, .day) } == ["2025-01-03", "2025-01-04"])
    }

    @Test("Folded lines and escapes of a summary are undone, even inside a character")
    func summaries() throws {
        var bytes = Array("BEGIN:VEVENT\r\nDTSTART:20240714\r\nsummary;LANGUAGE=\"fr:FR\":F".utf8)
        bytes += [0xC3, 0x0D, 0x0A, 0x20, 0xAA]
        bytes += Array("te\\, na\r\n\ttionale\\nde \\\\ \\; l'an\r\nEND:VEVENT\r\n".utf8)
        let holidays = try HolidayCalendar.decode(bytes, years: 2024...2024)
        #expect(holidays.map(\.name) == ["Fête, nationale de \\ ; l'an"])
    }

    @Test("Yearly events are written out for the years asked for")
    func yearly() throws {
        #expect(
            try Self.calendar("DTSTART;VALUE=DATE:19491225\r\nRRULE:FREQ=YEARLY", years: 2023...2024)
                == ["2023-12-25", "2024-12-25"])
        #expect(
            try Self.calendar("DTSTART:20210501\r\nRRULE:FREQ=YEARLY;COUNT=3")
                == ["2021-05-01", "2022-05-01", "2023-05-01"])
        #expect(
            try Self.calendar("DTSTART:20210501\r\nRRULE:FREQ=YEARLY;UNTIL=20220501T000000Z")
                == ["2021-05-01", "2022-05-01"])
        #expect(
            try Self.calendar("DTSTART:20200229\r\nRRULE:FREQ=YEARLY;COUNT=2") == [
                "2020-02-29", "2024-02-29",
            ])
        #expect(
            try Self.calendar("DTSTART:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;INTERVAL=2")
                == ["2020-11-26", "2022-11-24", "2024-11-28"])
        #expect(
            try Self.calendar("DTSTART:20230529\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;WKST=SU")
                == ["2023-05-29", "2024-05-27", "2025-05-26"])
        #expect(
            try Self.calendar("DTSTART:20230101\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20240101,20200101")
                == ["2023-01-01", "2025-01-01"])
    }

    @Test("What cannot be read is named by its line")
    func calendarFaults() {
        func expect(_ event: String, _ error: InterchangeError) {
            #expect(throws: error) { _ = try Self.calendar(event) }
        }
        // The event begins in line 3, its own lines in line 5.
        expect("DTSTART:2024", .calendar(line: 5, "2024 is no date like 20241225"))
        expect("DTSTART:20240230", .calendar(line: 5, "20240230 is no date like 20241225"))
        expect("DTEND:20240201", .calendar(line: 3, "the event has no DTSTART"))
        expect("no colon", .calendar(line: 5, "there is no colon after a name"))
        expect(
            "DTSTART:20240101\r\nRRULE:FREQ=WEEKLY", .recurrence(line: 6, rule: "FREQ=WEEKLY"))
        expect(
            "DTSTART:20240101\r\nRRULE:FREQ=YEARLY;BYMONTH=5",
            .recurrence(line: 6, rule: "FREQ=YEARLY;BYMONTH=5"))
        let ordinal = "FREQ=YEARLY;BYMONTH=1;BYDAY=-9223372036854775808MO"
        expect("DTSTART:20240101\r\nRRULE:\(ordinal)", .recurrence(line: 6, rule: ordinal))
        expect("DTSTART:20240101\r\nRDATE:20250101", .recurrence(line: 6, rule: "RDATE"))
        expect(
            "DTSTART:20240101\r\nDTEND:20300101",
            .calendar(line: 3, "the event lasts 2192 days, more than a year"))
        #expect(throws: InterchangeError.calendar(line: 1, "the event has no end")) {
            _ = try HolidayCalendar.decode(Array("BEGIN:VEVENT\n".utf8), years: 1...2)
        }
        #expect(throws: InterchangeError.calendar(line: 1, "no event has begun")) {
            _ = try HolidayCalendar.decode(Array("END:VEVENT\n".utf8), years: 1...2)
        }
    }
}
