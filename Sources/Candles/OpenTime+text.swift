extension OpenTime: CustomStringConvertible {
    /// The time in ISO 8601 with `Z`; milliseconds are written only if there are any.
    public var description: String {
        let inDay = milliseconds - day.start.milliseconds
        let (seconds, fraction) = inDay.quotientAndRemainder(dividingBy: 1000)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return "\(day)T\(clock.joined(separator: ":"))" + (fraction == 0 ? "" : ".\(padded(fraction, 3))")
            + "Z"
    }

    /// Reads ISO 8601 in UTC: a day, or a day and a clock time with or without seconds, milliseconds and `Z`.
    ///
    /// - Throws: ``CandleError/timeText(_:)`` for anything else, also for an offset other than `Z`.
    public init(text: String) throws(CandleError) {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { throw .timeText(text) }
        let day = try UTCDay(text: String(first))
        guard parts.count == 2 else {
            self = day.start
            return
        }
        var clock = parts[1]
        if clock.last == "Z" { clock.removeLast() }
        let pieces = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(pieces.count),
            let hour = digits(pieces[0], 2), hour < 24, let minute = digits(pieces[1], 2), minute < 60
        else { throw .timeText(text) }
        var milliseconds = (hour * 60 + minute) * 60_000
        if pieces.count == 3 {
            let second = pieces[2].split(separator: ".", omittingEmptySubsequences: false)
            guard second.count <= 2, let whole = digits(second[0], 2), whole < 60 else {
                throw .timeText(text)
            }
            milliseconds += whole * 1000
            if second.count == 2 {
                guard let fraction = digits(second[1], 3) else { throw .timeText(text) }
                milliseconds += fraction
            }
        }
        self = day.start + milliseconds
    }
}

/// The number in decimal digits, with zeros in front up to a width.
func padded(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// The value of a text of exactly `count` decimal digits, or nil.
func digits(_ text: Substring, _ count: Int) -> Int64? {
    guard text.utf8.count == count, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int64(text)
}
