import ArgumentParser
import ProphetInterchange

/// Dates and times with commas between them.
struct TimeList: Hashable {
    /// Milliseconds since 1970-01-01.
    let times: [Int64]

    init(text: String) throws {
        times = try text.split(separator: ",").map { part in
            var word = part.drop { $0 == " " }
            while word.last == " " { word.removeLast() }
            do {
                return try DateText.milliseconds(String(word))
            } catch {
                throw ValidationError("\(error)")
            }
        }
    }

    /// A time as the commands print it.
    static func text(_ time: Int64) -> String { DateText.text(time, DateText.Precision(for: [time])) }
}
