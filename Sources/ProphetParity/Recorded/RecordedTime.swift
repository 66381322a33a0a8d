import Foundation
import ProphetInterchange

/// A time as recorded files write it: `2020-01-31`, `2020-01-31 12:30:00`, `2020-01-31T12:30:00.250`.
struct RecordedTime: Hashable, Sendable {
    /// Milliseconds since 1970-01-01 UTC, rounded to the nearest.
    let milliseconds: Int64
    /// Whether nothing was lost by rounding to milliseconds.
    let isExact: Bool

    /// Reads a time; a number is read as the digits of a date, as Prophet does.
    init(_ json: JSONValue, _ what: String) throws(ParityError) {
        switch json {
        case .text(let text):
            guard let time = Self(text: text) else {
                throw .malformed("\(what) must be a time, was \"\(text.prefix(40))\"")
            }
            self = time
        case .number(let number):
            guard let digits = Int64(exactly: number), let time = Self(text: String(digits)) else {
                throw .malformed("\(what) must be a time, was \(number)")
            }
            self = time
        default:
            throw .malformed("\(what) must be a time, was \(json.kind)")
        }
    }

    /// Reads a time from text, or gives nil where there is none.
    init?(text: String) {
        let halves = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
        guard let day = halves.first.flatMap(Self.day) else { return nil }
        guard halves.count == 2 else {
            milliseconds = day * 86_400_000
            isExact = true
            return
        }
        let parts = halves[1].split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = Self.digits(parts[0], 0...23),
            let minute = Self.digits(parts[1], 0...59)
        else { return nil }
        var nanoseconds: Int64 = 0
        if parts.count == 3 {
            let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard seconds.count <= 2, let whole = Self.digits(seconds[0], 0...59) else { return nil }
            nanoseconds = whole * 1_000_000_000
            if seconds.count == 2 {
                guard (1...9).contains(seconds[1].count),
                    let fraction = Self.digits(seconds[1], 0...999_999_999)
                else { return nil }
                nanoseconds += (seconds[1].count..<9).reduce(fraction) { value, _ in value * 10 }
            }
        }
        let rest = nanoseconds % 1_000_000
        isExact = rest == 0
        milliseconds =
            day * 86_400_000 + (hour * 60 + minute) * 60_000 + nanoseconds / 1_000_000
            + (rest >= 500_000 ? 1 : 0)
    }

    /// The times of an array.
    static func list(_ json: JSONValue, _ what: String) throws(ParityError) -> [RecordedTime] {
        var result: [RecordedTime] = []
        for element in try json.array(what) {
            result.append(try RecordedTime(element, what))
        }
        return result
    }

    /// The length of a time span such as `730 days`, `90 minutes` or `1 days 12:00:00`, in milliseconds.
    static func duration(_ json: JSONValue, _ what: String) throws(ParityError) -> Int64 {
        let text = try json.text(what)
        let units: [String: Double] = [
            "w": 604_800_000, "week": 604_800_000, "d": 86_400_000, "day": 86_400_000, "h": 3_600_000,
            "hr": 3_600_000, "hour": 3_600_000, "m": 60_000, "min": 60_000, "minute": 60_000, "t": 60_000,
            "s": 1000, "sec": 1000, "second": 1000, "ms": 1, "milli": 1, "millisecond": 1,
        ]
        var sum = 0.0
        var words = text.lowercased().split { $0 == " " || $0 == "," }[...]
        while let word = words.popFirst() {
            if word.contains(":"), let clock = RecordedTime(text: "1970-01-01 \(word)") {
                sum += Double(clock.milliseconds)
                continue
            }
            let digits = word.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
            var unit = word.dropFirst(digits.count)
            if unit.isEmpty, let next = words.popFirst() {
                unit = next
            }
            let singular = unit.count > 2 && unit.hasSuffix("s") ? unit.dropLast() : unit
            guard let number = Double(digits), let factor = units[String(singular)] else {
                throw .malformed("\(what) must be a duration, was \"\(text)\"")
            }
            sum += number * factor
        }
        guard let milliseconds = Int64(exactly: sum.rounded()) else {
            throw .malformed("\(what) must be a duration, was \"\(text)\"")
        }
        return milliseconds
    }

    private static func digits(_ text: Substring, _ range: ClosedRange<Int64>) -> Int64? {
        guard !text.isEmpty, text.allSatisfy(\.isASCII), text.allSatisfy(\.isNumber) else { return nil }
        return Int64(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// The number of the day since 1970-01-01 of `2020-01-31` or `20200131`.
    private static func day(_ text: Substring) -> Int64? {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 1, text.count == 8 {
            parts = [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)]
        }
        guard parts.count == 3, let year = digits(parts[0], 1...9999), let month = digits(parts[1], 1...12),
            let day = digits(parts[2], 1...31)
        else { return nil }
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        let earlier = year - 1
        let leapDays = earlier / 4 - earlier / 100 + earlier / 400
        // The first of January 1970 is day 719162 counted from the first of January of the year 1.
        return earlier * 365 + leapDays - 719_162 + lengths[..<Int(month - 1)].reduce(0, +) + day - 1
    }
}
