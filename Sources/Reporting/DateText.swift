import Candles

/// Days and times as people read them.
enum DateText {
    static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// The month of a number from 1.
    static func month(_ number: Int) -> String { months[(number - 1) % 12] }

    /// A day with its year: 30 Jun 2025.
    static func long(_ day: UTCDay) -> String { "\(short(day)) \(day.civil.year)" }

    /// A day without its year: 30 Jun.
    static func short(_ day: UTCDay) -> String { "\(day.civil.day) \(month(day.civil.month))" }

    /// A day with its weekday: Mon 30 Jun 2025.
    static func full(_ day: UTCDay) -> String { "\(weekdays[day.weekday]) \(long(day))" }

    /// An instant to the minute: 30 Jun 2025, 14:05 UTC.
    static func minute(_ time: OpenTime) -> String {
        let minutes = (time.milliseconds - time.day.start.milliseconds) / 60_000
        let pad = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(long(time.day)), \(pad(minutes / 60)):\(pad(minutes % 60)) UTC"
    }
}
