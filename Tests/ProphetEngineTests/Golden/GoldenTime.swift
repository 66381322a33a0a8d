/// Times as the recorded files write them: `2020-01-31`, `2020-01-31 12:30:00`.
enum GoldenTime {
    /// Milliseconds since 1970-01-01 UTC.
    static func milliseconds(_ text: String) -> Int64 {
        let parts = text.split { "-:T .".contains($0) }.map { Int64($0) ?? 0 }
        var result = days(year: parts[0], month: parts[1], day: parts[2]) * 86_400_000
        if parts.count >= 6 {
            result += ((parts[3] * 60 + parts[4]) * 60 + parts[5]) * 1000
        }
        return result
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        func leapDays(before year: Int64) -> Int64 {
            let last = year - 1
            return last / 4 - last / 100 + last / 400
        }
        let isLeap = leapDays(before: year + 1) > leapDays(before: year)
        let monthDays = lengths[..<Int(month - 1)].reduce(0, +) + (isLeap && month > 2 ? 1 : 0)
        return (year - 1970) * 365 + leapDays(before: year) - leapDays(before: 1970) + monthDays + day - 1
    }
}
