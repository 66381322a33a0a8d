import Candles

/// Dates as HTTP headers have them: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The text of an instant, without parts of a second.
    static func text(_ time: OpenTime) -> String {
        let date = time.day.civil
        let second = (time - time.day.start) / 1000
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let weekday = weekdays[time.day.weekday]
        return "\(weekday), \(two(Int64(date.day))) \(months[date.month - 1]) \(date.year) \(clock) GMT"
    }

    /// The instant of a text in that form, or nil.
    static func time(_ text: String) -> OpenTime? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: parts[2]),
            let date = UTCDay(year: year, month: month + 1, day: day)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        return date.start + (clock[0] * 3600 + clock[1] * 60 + clock[2]) * 1000
    }
}
