import Binance
import Candles

/// Knows which files of the bulk archive there can be, and for which slots each of them is.
///
/// A file of a day comes on the next day, a file of a month on the first Monday of the following month; neither is
/// expected at once, so that a run soon after midnight does not ask in vain.
struct ArchiveCalendar: Hashable, Sendable {
    /// The series.
    let key: SeriesKey
    /// The exchange's time.
    let now: OpenTime

    /// How long after its end the file of a day is expected: twelve hours.
    static let dayDelay: Int64 = 12 * 3_600_000

    /// The longest interval whose archive files are used; a whole history of longer candles is one answer of REST.
    static let longest = Interval.d1

    /// Whether a file can be expected to be there.
    func isPublished(_ file: ArchiveFile) -> Bool {
        switch file.period {
        case .day(let day):
            return day.end + Self.dayDelay <= now
        case .month:
            let next = file.range.end.day
            let monday = next.advanced(by: (7 - next.weekday) % 7)
            return monday.end <= now
        }
    }

    /// The slots that a file is for: those that start in its period.
    func slots(of file: ArchiveFile) -> TimeRange {
        TimeRange(
            key.interval.slot(atOrAfter: file.range.start), key.interval.slot(atOrAfter: file.range.end))
    }
}
