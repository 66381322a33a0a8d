import Candles
import TestSupport
import Testing

@Suite("Times, days and intervals")
struct TimeTests {
    @Test("Microseconds are told from milliseconds by magnitude")
    func units() throws {
        #expect(try OpenTime(exchange: 1_735_689_600_000_000).milliseconds == 1_735_689_600_000)
        #expect(try OpenTime(exchange: 1_735_689_600_000).milliseconds == 1_735_689_600_000)
        #expect(try OpenTime(exchange: 1_735_689_899_999_999).milliseconds == 1_735_689_899_999)
    }

    @Test(
        "A time outside 2009 to 2100 is refused",
        arguments: [
            0, -1, 1_735_689_600, 1_230_767_999_999, 4_102_444_800_000, 999_999_999_999_999, Int64.max,
        ])
    func range(number: Int64) {
        #expect(throws: CandleError.time(number)) { try OpenTime(exchange: number) }
    }

    @Test(
        "ISO 8601 text is read and written",
        arguments: [
            ("2025-06-29T12:00:00Z", 1_751_198_400_000), ("1970-01-01T00:00:00Z", 0),
            ("2024-02-29T23:59:59.999Z", 1_709_251_199_999), ("2017-08-17T04:00:00Z", 1_502_942_400_000),
        ] as [(String, Int64)])
    func text(text: String, milliseconds: Int64) throws {
        #expect(try OpenTime(text: text).milliseconds == milliseconds)
        #expect(OpenTime(milliseconds: milliseconds).description == text)
    }

    @Test("A bare day and a time without seconds are times too")
    func shortText() throws {
        #expect(try OpenTime(text: "2025-06-29") == UTCDay(text: "2025-06-29").start)
        #expect(try OpenTime(text: "2025-06-29T12:30Z").description == "2025-06-29T12:30:00Z")
    }

    @Test(
        "Text that is no time is refused",
        arguments: [
            "", "2025-02-29", "2025-13-01", "2025-06-29T24:00:00Z", "2025-06-29T12", "now", "2025-6-1",
            "2025-06-29T12:00:00+02:00", "2025-06-29T12:00:00.1Z",
        ])
    func refused(text: String) {
        #expect(throws: CandleError.timeText(text)) { try OpenTime(text: text) }
    }

    @Test("Every day from 1969 to 2101 reads back as itself")
    func days() throws {
        for number in Int32(-365)...47_850 {
            let day = UTCDay(number)
            let date = day.civil
            #expect(UTCDay(year: date.year, month: date.month, day: date.day) == day)
        }
        #expect(try UTCDay(text: "2025-06-29").weekday == 6)
        #expect(UTCDay(0).weekday == 3)
    }

    @Test("Names of intervals are case-sensitive and complete")
    func names() throws {
        #expect(Interval.allCases.count == 16)
        #expect(try Interval(text: "1m") != Interval(text: "1M"))
        #expect(Interval.month.fileName == "1mo")
        #expect(try Interval(text: "1mo") == .month)
        #expect(throws: CandleError.interval("1D")) { try Interval(text: "1D") }
        #expect(Interval.allCases.sorted() == Interval.allCases)
    }

    /// Property: every instant lies in its slot, and slots follow one another without a hole.
    @Test("Slots cover time without holes", arguments: Interval.allCases)
    func slots(interval: Interval) {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let time = OpenTime(
                milliseconds: .random(in: 1_230_768_000_000..<4_000_000_000_000, using: &random))
            let start = interval.slot(containing: time)
            let end = interval.slot(after: time)
            #expect(start <= time && time < end)
            #expect(interval.slot(containing: end) == end)
            #expect(interval.slot(containing: end - 1) == start)
            #expect(interval.slotCount(in: TimeRange(start, interval.slot(after: end))) == 2)
        }
    }

    @Test("Weeks begin on Monday and months on their first day")
    func anchors() throws {
        let time = try OpenTime(text: "2024-02-29T12:34:56Z")
        #expect(Interval.w1.slot(containing: time).description == "2024-02-26T00:00:00Z")
        #expect(Interval.month.slot(containing: time).description == "2024-02-01T00:00:00Z")
        #expect(
            Interval.month.slot(after: try OpenTime(text: "2024-12-05")).description == "2025-01-01T00:00:00Z"
        )
    }

    @Test("Ranges that touch melt together")
    func union() {
        let ranges = [(5, 7), (0, 2), (2, 3), (9, 9), (6, 8)].map {
            TimeRange(OpenTime(milliseconds: $0.0), OpenTime(milliseconds: $0.1))
        }
        #expect(
            TimeRange.union(ranges).map { [$0.start.milliseconds, $0.end.milliseconds] } == [
                [0, 3], [5, 8],
            ])
    }
}
