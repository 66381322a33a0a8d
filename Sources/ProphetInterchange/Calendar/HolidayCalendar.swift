public import ProphetEngine

/// Holidays from iCalendar files, such as calendars of a country's public holidays.
///
/// Every event becomes a holiday of its summary's name on each of its days, without windows. What is read:
/// events with `DTSTART` as a date or a time, `DTEND` or `DURATION` in days, yearly repetitions (`RRULE` with
/// `FREQ=YEARLY` and `INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`, `BYMONTHDAY` and `BYDAY` like `4TH` or `-1MO`),
/// and `EXDATE`. Cancelled events are passed over. A time counts as the date that the file shows.
///
/// Source: RFC 5545.
public enum HolidayCalendar {
    /// Reads a calendar.
    ///
    /// - Parameters:
    ///   - bytes: The calendar in UTF-8.
    ///   - years: The years for which repeating events are written out; other events are read whatever their
    ///     year.
    /// - Returns: The holidays in the order of the events, each in order of time.
    /// - Throws: ``InterchangeError`` with the line of what cannot be used.
    /// - Complexity: O(n) for n bytes and the years that repeat.
    public static func decode(
        _ bytes: [UInt8], years: ClosedRange<Int>
    ) throws(InterchangeError) -> [Holiday] {
        var result: [Holiday] = []
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
                result += try finished.holidays(years: years)
                guard result.count <= mostHolidays else {
                    throw .tooMany("holidays", count: result.count, limit: mostHolidays)
                }
                event = nil
            default:
                if innerDepth == 0 { try event?.add(line) }
            }
        }
        if let event { throw .calendar(line: event.line, "the event has no end") }
        return result
    }

    private static let mostHolidays = 1_000_000
}
