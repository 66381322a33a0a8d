public import Candles

/// A file of the exchange's bulk archive: the candles of one series in one month or on one day.
public struct ArchiveFile: Hashable, Sendable {
    /// The series.
    public let key: SeriesKey
    /// The time that the file is for.
    public let period: Period

    /// The time that a file is for, in UTC.
    public enum Period: Hashable, Sendable {
        /// A month, 1 to 12, of a year.
        case month(year: Int, month: Int)
        /// A day.
        case day(UTCDay)
    }

    /// A file.
    ///
    /// - Precondition: The month is 1 to 12 and the year 1 to 9999.
    public init(_ key: SeriesKey, _ period: Period) {
        if case .month(let year, let month) = period {
            precondition(
                UTCDay(year: year, month: month, day: 1) != nil, "\(year)-\(month) must be a month")
        }
        self.key = key
        self.period = period
    }

    /// The name without its ending, such as `BTCUSDT-1m-2024-01` or `BTCUSDT-1m-2024-01-31`.
    public var name: String { "\(key.symbol.name)-\(key.interval.fileName)-\(date)" }

    /// The path of the zip below the archive's address, not escaped.
    public var path: String {
        let folder =
            switch period {
            case .month: "monthly"
            case .day: "daily"
            }
        return "data/spot/\(folder)/klines/\(key.symbol.name)/\(key.interval.fileName)/\(name).zip"
    }

    /// The time that the file is for, as a range: every candle of the file begins inside it.
    public var range: TimeRange {
        switch period {
        case .day(let day): TimeRange(day.start, day.end)
        case .month(let year, let month): Self.range(year: year, month: month)
        }
    }

    private var date: String {
        switch period {
        case .day(let day): "\(day)"
        case .month(let year, let month):
            String("\(UTCDay(year: year, month: month, day: 1) ?? UTCDay(0))".dropLast(3))
        }
    }

    private static func range(year: Int, month: Int) -> TimeRange {
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        guard let first = UTCDay(year: year, month: month, day: 1) else {
            preconditionFailure("the initialiser must let in no other month than 1 to 12, was \(month)")
        }
        // The month after the last that the calendar holds has 31 days before it, as every December.
        let end = UTCDay(year: next.0, month: next.1, day: 1) ?? first.advanced(by: 31)
        return TimeRange(first.start, end.start)
    }
}

extension ArchiveFile {
    /// The monthly files whose months share time with a range, oldest first.
    ///
    /// - Complexity: O(months).
    public static func months(_ key: SeriesKey, in range: TimeRange) -> [ArchiveFile] {
        guard !range.isEmpty else { return [] }
        var (year, month, _) = range.start.day.civil
        var files: [ArchiveFile] = []
        while let first = UTCDay(year: year, month: month, day: 1), first.start < range.end {
            files.append(ArchiveFile(key, .month(year: year, month: month)))
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return files
    }

    /// The daily files whose days share time with a range, oldest first.
    ///
    /// - Complexity: O(days).
    public static func days(_ key: SeriesKey, in range: TimeRange) -> [ArchiveFile] {
        guard !range.isEmpty else { return [] }
        return (range.start.day..<(range.end - 1).day.advanced(by: 1)).map { ArchiveFile(key, .day($0)) }
    }

    /// The fewest files that a range can be read from: months that lie inside it as a whole, and days for
    /// what is left at both ends.
    ///
    /// Only whole days inside the range are named, so what is shorter than a day is left to other sources.
    /// Whether a file has been published yet is not decided here: a month comes in the first week of the next
    /// one, a day on the next.
    ///
    /// - Returns: Files in order of time that do not overlap.
    /// - Complexity: O(months).
    public static func files(_ key: SeriesKey, in range: TimeRange) -> [ArchiveFile] {
        func isInside(_ file: ArchiveFile) -> Bool {
            range.start <= file.range.start && file.range.end <= range.end
        }
        return months(key, in: range).flatMap { month in
            isInside(month) ? [month] : days(key, in: month.range.clamped(to: range)).filter(isInside)
        }
    }
}

extension ArchiveFile: CustomStringConvertible {
    /// The name with its ending, such as `BTCUSDT-1m-2024-01.zip`.
    public var description: String { name + ".zip" }
}
