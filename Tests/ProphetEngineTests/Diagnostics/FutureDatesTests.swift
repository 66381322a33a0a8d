import TestSupport
import Testing

@testable import ProphetEngine

/// Dates after a history, compared with those of pandas 3.1, which Prophet leaves the work to.
@Suite("Future dates")
struct FutureDatesTests {
    private static let day: Int64 = 86_400_000

    private static func times(_ text: String) -> [Int64] {
        text.split(separator: ",").map { GoldenTime.milliseconds(String($0.drop { $0 == " " })) }
    }

    @Test("The first dates after a start are those of pandas", arguments: PandasDates.ranges)
    func datesAreThoseOfPandas(frequency: String, start: String, expected: String) throws {
        let dates = try Frequency(frequency).dates(after: GoldenTime.milliseconds(start), count: 3)
        #expect(dates == Self.times(expected))
    }

    @Test("The frequency of dates is the one that pandas infers", arguments: PandasDates.inferred)
    func inferredAsByPandas(frequency: String, dates: String) {
        let inferred = Frequency(inferredFrom: Self.times(dates))
        #expect(inferred?.description ?? "" == frequency)
    }

    @Test("A frequency reads back from its text", arguments: PandasDates.ranges.map(\.0))
    func textReadsBack(text: String) throws {
        let frequency = try Frequency(text)
        let again = try Frequency(frequency.description)
        #expect(again == frequency)
    }

    @Test(
        "Older names of pandas mean the same",
        arguments: [
            ("H", "h"), ("T", "min"), ("S", "s"), ("M", "ME"), ("Q", "QE-DEC"), ("Y", "YE"), ("A", "YE-DEC"),
            ("W", "W-SUN"), ("QS", "QS-JAN"), ("BM", "BME"), ("1D", "D"), ("AS-APR", "YS-APR"),
        ])
    func olderNames(old: String, new: String) throws {
        let frequencies = (try Frequency(old), try Frequency(new))
        #expect(frequencies.0 == frequencies.1)
    }

    @Test(
        "Text that is no frequency is refused with the text",
        arguments: [
            "", "x", "0D", "-1D", "1.5h", "W-", "W-XYZ", "QS-XX", "WOM-5MON", "WOM-3", "D-MON", "2", "2 D",
            "99999999999999999999D", "ns", "m",
        ])
    func refusesOtherText(text: String) {
        #expect(throws: ProphetError.frequency(text)) { try Frequency(text) }
    }

    @Test("Every day of four centuries and more is converted there and back, in order")
    func calendarIsConsistent() {
        var previous = CalendarDate(dayNumber: -700_000)
        for number in Int64(-699_999)...200_000 {
            let date = CalendarDate(dayNumber: number)
            let isNextDay = (date.year, date.month, date.day) > (previous.year, previous.month, previous.day)
            guard date.dayNumber == number, isNextDay, (1...12).contains(date.month),
                (1...31).contains(date.day)
            else {
                Issue.record("day \(number) is \(date)")
                return
            }
            previous = date
        }
        #expect(CalendarDate(dayNumber: 0) == CalendarDate(year: 1970, month: 1, day: 1))
        #expect(CalendarDate(dayNumber: 11_016) == CalendarDate(year: 2000, month: 2, day: 29))
    }

    @Test("Future dates begin after the last row, even if that has no value")
    func beginsAfterLastRow() throws {
        var history = SyntheticSeries.daily(rows: 40, seed: 1)
        history = ProphetHistory(ds: history.ds, y: history.y.dropLast(3) + [.nan, .nan, .nan])
        let fitted = try ProphetModel().fit(history)
        let all = try fitted.makeFutureDates(periods: 5)
        #expect(all == history.ds + SyntheticSeries.future(of: history, rows: 5))
        let future = try fitted.makeFutureDates(periods: 5, includesHistory: false)
        #expect(future == Array(all.suffix(5)))
        let inferred = try fitted.makeFutureDates(periods: 5, frequency: nil)
        #expect(inferred == all)
        let none = try fitted.makeFutureDates(periods: 0, includesHistory: false)
        #expect(none.isEmpty)
    }

    @Test("A negative or endless number of periods is refused", arguments: [-1, Int.max, 100_000_001])
    func refusesPeriods(count: Int) throws {
        let fitted = try ProphetModel().fit(SyntheticSeries.daily(rows: 40, seed: 1))
        #expect(throws: ProphetError.periods(count)) { try fitted.makeFutureDates(periods: count) }
    }

    @Test(
        "Dates beyond the range of times are refused",
        arguments: ["1000000D", "1000000W", "9999999YS", "999999999B"])
    func refusesRange(frequency: String) throws {
        let step = try Frequency(frequency)
        #expect(throws: ProphetError.periods(1_000_000)) { try step.dates(after: 0, count: 1_000_000) }
    }

    @Test("A frequency that cannot be inferred is an error")
    func refusesInference() throws {
        let day = Self.day
        let history = ProphetHistory(ds: [0, day, 4 * day, 6 * day, 13 * day], y: [1, 2, 3, 2, 4])
        let fitted = try ProphetModel().fit(history)
        #expect(throws: ProphetError.frequency("automatic")) {
            try fitted.makeFutureDates(periods: 1, frequency: nil)
        }
    }
}
