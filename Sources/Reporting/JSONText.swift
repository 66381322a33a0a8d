import Candles

/// JSON as text that may stand inside a page: no `<` is left in it that could end a script.
enum JSONText {
    /// A number, or null if it is not finite or not there.
    static func number(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? Decimal.text($0) : nil } ?? "null"
    }

    /// A string in quotes.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || "<>&\u{2028}\u{2029}".unicodeScalars.contains(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A list of values that are JSON already.
    static func list(_ values: some Sequence<String>) -> String { "[" + values.joined(separator: ",") + "]" }

    /// An object of values that are JSON already, in the order given.
    static func object(_ members: KeyValuePairs<String, String>) -> String {
        "{" + members.map { string($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
    }

    /// A list of numbers.
    static func numbers(_ values: some Sequence<Double?>) -> String { list(values.map(number)) }

    /// A list of days.
    static func days(_ days: some Sequence<UTCDay>) -> String { list(days.map { string($0.description) }) }
}
