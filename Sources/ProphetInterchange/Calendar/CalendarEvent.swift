import ProphetEngine

/// An event of a calendar as its properties are read.
struct CalendarEvent {
    /// The line in which it begins.
    let line: Int
    private var summary = ""
    private var start: Int64?
    /// Whether the event begins at a time of day, so that it is no holiday.
    private(set) var isTimed = false
    /// The first day after the event.
    private var end: Int64?
    private var duration: Int64?
    private var rule: (line: Int, text: String)?
    private var exceptions: Set<Int64> = []
    /// The line that has further dates, which are not supported.
    private var furtherDates: Int?
    private(set) var isCancelled = false

    private static let longest: Int64 = 366

    init(line: Int) {
        self.line = line
    }

    /// Takes a property into account.
    mutating func add(_ line: CalendarLine) throws(InterchangeError) {
        switch line.name {
        case "SUMMARY": summary = line.text
        case "DTSTART":
            start = try line.date().day
            isTimed = line.hasTime
        case "DTEND":
            let (day, isPastMidnight) = try line.date()
            end = isPastMidnight ? day + 1 : day
        case "DURATION": duration = try Self.days(line)
        case "RRULE": rule = (line.number, line.value)
        case "EXDATE":
            for part in line.value.split(separator: ",") {
                guard let date = CalendarLine.date(part) else {
                    throw .calendar(line: line.number, "\(part.prefix(40)) is no date like 20241225")
                }
                exceptions.insert(date.day)
            }
        case "RDATE": furtherDates = line.number
        case "STATUS": isCancelled = line.value.uppercased() == "CANCELLED"
        default: return
        }
    }

    /// The days of a duration like P1D or P2W; part of a day counts as a day.
    private static func days(_ line: CalendarLine) throws(InterchangeError) -> Int64 {
        let text = line.value.uppercased()
        guard text.hasPrefix("P") || text.hasPrefix("+P") else {
            throw .calendar(line: line.number, "\(text.prefix(40)) is no duration like P1D")
        }
        guard let unit = text.last, unit == "D" || unit == "W" else { return 1 }
        let digits = text.drop { $0 == "+" || $0 == "P" }.dropLast()
        guard let number = Int64(digits), (0...10_000).contains(number) else {
            throw .calendar(line: line.number, "\(text.prefix(40)) is no duration like P1D")
        }
        return max(1, unit == "W" ? 7 * number : number)
    }

    /// The holidays of the event.
    func holidays(years: ClosedRange<Int>) throws(InterchangeError) -> [Holiday] {
        guard !isCancelled, !isTimed else { return [] }
        guard let start else { throw .calendar(line: line, "the event has no DTSTART") }
        guard !summary.isEmpty else { throw .calendar(line: line, "the event has no SUMMARY") }
        let length = max(1, end.map { $0 - start } ?? duration ?? 1)
        guard length <= Self.longest else {
            throw .calendar(line: line, "the event lasts \(length) days, more than a year")
        }
        if let furtherDates { throw .recurrence(line: furtherDates, rule: "RDATE") }
        var starts = [start]
        if let rule {
            guard let parsed = try YearlyRule(rule.text, line: rule.line) else {
                throw .recurrence(line: rule.line, rule: String(rule.text.prefix(80)))
            }
            guard let days = parsed.days(from: CivilDate(dayNumber: start), years: years) else {
                throw .recurrence(line: rule.line, rule: String(rule.text.prefix(80)))
            }
            starts = days
        }
        var result: [Holiday] = []
        for first in starts where !exceptions.contains(first) {
            for day in first..<(first + length) {
                result.append(Holiday(summary, ds: day * CivilDate.milliseconds))
            }
        }
        return result
    }
}
