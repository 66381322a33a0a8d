extension Interval {
    /// The start of the slot that holds an instant: the open time of a candle that is on the grid.
    ///
    /// Weeks begin on Monday, months on their first day, three-day slots are counted from 1970-01-01, all in UTC.
    public func slot(containing time: OpenTime) -> OpenTime {
        guard let length = milliseconds else {
            let date = time.day.civil
            return (UTCDay(year: date.year, month: date.month, day: 1) ?? time.day).start
        }
        let shift: Int64 = self == .w1 ? 4 * UTCDay.milliseconds : 0
        let index = (time.milliseconds - shift).flooredQuotient(by: length)
        return OpenTime(milliseconds: index * length + shift)
    }

    /// The start of the slot after the one that holds an instant; also the exclusive end of that slot.
    public func slot(after time: OpenTime) -> OpenTime {
        let start = slot(containing: time)
        guard let length = milliseconds else {
            let date = start.day.civil
            let next = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
            return (UTCDay(year: next.0, month: next.1, day: 1) ?? start.day).start
        }
        return start + length
    }

    /// The first slot that starts at or after an instant.
    public func slot(atOrAfter time: OpenTime) -> OpenTime {
        let start = slot(containing: time)
        return start == time ? start : slot(after: time)
    }

    /// The number of slots that start inside a range.
    ///
    /// - Complexity: O(1), for months O(number of months).
    public func slotCount(in range: TimeRange) -> Int {
        let first = slot(atOrAfter: range.start)
        guard first < range.end else { return 0 }
        guard let length = milliseconds else {
            return sequence(first: first) { slot(after: $0) }.prefix { $0 < range.end }.reduce(0) { sum, _ in
                sum + 1
            }
        }
        return Int((range.end - first + length - 1) / length)
    }
}
