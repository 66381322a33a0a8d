/// Days counted from 1970-01-01 UTC.
enum CalendarDay {
    /// The length of a day in milliseconds.
    static let milliseconds: Int64 = 86_400_000

    /// The number of the day that a time in milliseconds lies in.
    static func number(of time: Int64) -> Int64 {
        let (quotient, remainder) = time.quotientAndRemainder(dividingBy: milliseconds)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
