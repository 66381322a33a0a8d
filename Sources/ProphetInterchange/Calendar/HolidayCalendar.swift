public import ProphetEngine

/// Holidays from iCalendar files, such as calendars of a country's public holidays.
///
/// Every all-day event becomes a holiday of its summary's name on each of its days, without windows. What is read:
/// events whose `DTSTART` is a date, `DTEND` or `DURATION` in days, yearly repetitions (`RRULE` with
/// `FREQ=YEARLY` and `INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`, `BYMONTHDAY` and `BYDAY` like `4TH` or `-1MO`),
/// and `EXDATE`. Cancelled events are passed over. So are events that begin at a time of day, such as meetings, however
/// they repeat; they are counted.
///
/// Source: RFC 5545.
public struct HolidayCalendar: Hashable, Sendable {
    /// The holidays in the order of the events, each in order of time.
    public let holidays: [Holiday]
    /// How many events were passed over because they begin at a time of day.
    public let timedEvents: Int

    /// Reads a calendar.
    ///
    /// - Parameters:
    ///   - bytes: The calendar in UTF-8.
    ///   - years: The years for which repeating events are written out; other events are read whatever their
    ///     year.
    /// - Throws: ``InterchangeError`` with the line of what cannot be used.
    /// - Complexity: O(n) for n bytes and the years that repeat.
    public init(_ bytes: [UInt8], years: ClosedRange<Int>) throws(InterchangeError) {
        var result: [Holiday] = []
        var timedEvents = 0
        var event: CalendarEvent?
        // Alarms and the like inside an event have properties of the same names.
        var innerDepth = 0
        for line in try CalendarLine.lines(of: bytes) {
            switch (line.name, line.value.uppercased()) {
            case ("BEGIN", "VEVENT") where event == nil:
                event = CalendarEvent(line: line.number)
            case ("BEGIN", _) where event != nil:
                innerDepth += 1
            case ("END", _) where innerDepth > 0:
                innerDepth -= 1
            case ("END", "VEVENT"):
                guard let finished = event else {
                    throw .calendar(line: line.number, "no event has begun")
                }
                if finished.isTimed, !finished.isCancelled { timedEvents += 1 }
                result += try finished.holidays(years: years)
                guard result.count <= Self.mostHolidays else {
                    throw .tooMany("holidays", count: result.count, limit: Self.mostHolidays)
                }
                event = nil
            default:
                if innerDepth == 0 { try event?.add(line) }
            }
        }
        if let event { throw .calendar(line: event.line, "the event has no end") }
        holidays = result
        self.timedEvents = timedEvents
    }

    /// Reads the holidays of a calendar, see ``init(_:years:)``.
    ///
    /// - Returns: The holidays in the order of the events, each in order of time.
    /// - Throws: ``InterchangeError`` with the line of what cannot be used.
    public static func decode(
        _ bytes: [UInt8], years: ClosedRange<Int>
    ) throws(InterchangeError) -> [Holiday] {
        try HolidayCalendar(bytes, years: years).holidays
    }

    private static let mostHolidays = 1_000_000
}
