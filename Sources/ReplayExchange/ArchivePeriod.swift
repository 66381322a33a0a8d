import Candles

/// The time that a file of the archive is for, as its name says: a day or a month, in UTC.
struct ArchivePeriod: Hashable, Sendable {
    /// Whether it is a month.
    let isMonth: Bool
    /// The first day.
    let first: UTCDay

    /// The whole month or the day that holds an instant.
    init(containing time: OpenTime, isMonth: Bool) {
        self.isMonth = isMonth
        first = isMonth ? Interval.month.slot(containing: time).day : time.day
    }

    /// Reads the date at the end of a file name without its ending: `…-2024-01-31` or `…-2024-01`; nil if there is none.
    init?(stem: String) {
        let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
        func number(_ text: Substring, _ width: Int) -> Int? {
            text.utf8.count == width && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
        }
        if parts.count > 3, let day = number(parts[parts.count - 1], 2),
            let month = number(parts[parts.count - 2], 2), let year = number(parts[parts.count - 3], 4)
        {
            guard let date = UTCDay(year: year, month: month, day: day) else { return nil }
            first = date
            isMonth = false
        } else if parts.count > 2, let month = number(parts[parts.count - 1], 2),
            let year = number(parts[parts.count - 2], 4)
        {
            guard let date = UTCDay(year: year, month: month, day: 1) else { return nil }
            first = date
            isMonth = true
        } else {
            return nil
        }
    }

    /// From the first instant to the end.
    var range: TimeRange {
        TimeRange(first.start, isMonth ? Interval.month.slot(after: first.start) : first.end)
    }

    /// When the file is there: a day's as soon as the next day has begun, a month's from the first Monday of the next
    /// month on.
    var publication: OpenTime {
        let end = range.end
        guard isMonth else { return end }
        let day = end.day
        return day.advanced(by: (7 - day.weekday) % 7).start
    }

    /// The date as file names have it.
    var text: String {
        let day = "\(first)"
        return isMonth ? String(day.dropLast(3)) : day
    }

    /// The folder of the tree: `daily` or `monthly`.
    var folder: String { isMonth ? "monthly" : "daily" }

    /// The first day whose files have their times in microseconds.
    static let firstMicroseconds = OpenTime(milliseconds: 1_735_689_600_000)

    /// Whether the exchange writes the times of such a file in microseconds.
    var isInMicroseconds: Bool { range.start >= Self.firstMicroseconds }
}
