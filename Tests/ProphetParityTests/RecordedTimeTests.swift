import ProphetInterchange
import Testing

@testable import ProphetParity

@Suite("Recorded times")
struct RecordedTimeTests {
    @Test(
        "Dates and times are milliseconds since 1970",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31 23:59:59.999", -1), ("2020-02-29T12:30", 1_582_979_400_000),
            ("2000-01-01 00:00:00", 946_684_800_000), ("1949-01-01", -662_688_000_000),
            ("2020-01-01 00:00:00.250", 1_577_836_800_250), ("20200131", 1_580_428_800_000),
        ] as [(String, Int64)])
    func times(text: String, milliseconds: Int64) throws {
        #expect(RecordedTime(text: text)?.milliseconds == milliseconds)
    }

    @Test("Parts of a millisecond are told")
    func fractions() {
        #expect(RecordedTime(text: "2020-01-01 00:00:00.123456")?.isExact == false)
        #expect(RecordedTime(text: "2020-01-01 00:00:00.123000000")?.isExact == true)
    }

    @Test(
        "What is no time is refused",
        arguments: [
            "", "banana", "2020-13-01", "2020-02-30", "2020-01-01 25:00:00", "2020-01-01 12",
            "2020-01-01 12:00:00+01:00",
            "0000-01-01", "2020-01-01 12:00:00.",
        ])
    func refused(text: String) {
        #expect(RecordedTime(text: text) == nil)
    }

    @Test(
        "Durations are read as pandas writes them",
        arguments: [
            ("730 days", 730 * 86_400_000), ("90 minutes", 5_400_000), ("24 hours", 86_400_000),
            ("3h", 10_800_000),
            ("1 days 12:00:00", 129_600_000), ("1 day", 86_400_000), ("1.5 days", 129_600_000),
            ("2W", 1_209_600_000),
        ] as [(String, Int64)])
    func durations(text: String, milliseconds: Int64) throws {
        #expect(try RecordedTime.duration(.text(text), "duration") == milliseconds)
    }
}
