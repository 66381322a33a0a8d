/// A length of time in words: its two largest units, such as `3 days` or `1 hour 12 minutes`.
struct Span: Hashable, Sendable, CustomStringConvertible {
    let milliseconds: Int64

    private static let units: [(name: String, length: Int64)] = [
        ("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1000),
    ]

    var description: String {
        var rest = milliseconds
        var parts: [String] = []
        for unit in Self.units where parts.count < 2 {
            let count = rest / unit.length
            rest %= unit.length
            if count > 0 {
                parts.append("\(count) \(unit.name)\(count == 1 ? "" : "s")")
            } else if !parts.isEmpty {
                break
            }
        }
        return parts.isEmpty ? "less than a second" : parts.joined(separator: " ")
    }
}
