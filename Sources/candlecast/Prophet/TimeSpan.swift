import ArgumentParser

/// A length of time on the command line: `30 days`, `12 hours`, `90 minutes`, `30d`, `12h`, `1 day 12 hours`.
struct TimeSpan: Hashable {
    /// The length in milliseconds, above 0.
    let milliseconds: Int64

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    private static let units: [(names: [String], milliseconds: Double)] = [
        (["ms", "millisecond", "milliseconds"], 1), (["s", "sec", "second", "seconds"], 1000),
        (["m", "min", "minute", "minutes"], 60_000), (["h", "hour", "hours"], 3_600_000),
        (["d", "day", "days"], 86_400_000), (["w", "week", "weeks"], 604_800_000),
    ]

    init(text: String) throws {
        var rest = Substring(text.lowercased())
        var total = 0.0
        while true {
            rest = rest.drop { $0 == " " || $0 == "," }
            if rest.isEmpty { break }
            let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(number.count).drop { $0 == " " }
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let count = Double(number),
                let unit = Self.units.first(where: { $0.names.contains(String(name)) })
            else {
                throw ValidationError(
                    "write a number and a unit (ms, s, min, h, d or w), such as 30d, \"12 hours\" or \"1 day 12 hours\"; months and years have no fixed length."
                )
            }
            total += count * unit.milliseconds
        }
        guard total >= 1, total <= 9e15 else {
            throw ValidationError("a time must be 1 ms or more, and less than 285,000 years.")
        }
        milliseconds = Int64(total.rounded())
    }

    /// The length in the largest unit that says it whole.
    static func text(_ milliseconds: Int64) -> String {
        let units: [(String, Int64)] = [
            ("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1000),
        ]
        for (name, length) in units where milliseconds % length == 0 && milliseconds != 0 {
            let count = milliseconds / length
            return count == 1 ? "1 \(name)" : "\(count) \(name)s"
        }
        return "\(milliseconds) ms"
    }
}
