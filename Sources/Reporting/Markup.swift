/// A piece of HTML or SVG in which everything that is not written in the program is escaped.
///
/// Literal parts stand as they are; text put in by interpolation is escaped, so that no symbol, note or label
/// can become markup. Only another piece of markup goes in unescaped.
struct Markup: Hashable, Sendable {
    /// The markup.
    private(set) var text: String

    /// Markup made by a writer that escapes by itself.
    init(trusted text: String) {
        self.text = text
    }

    /// Pieces one after the other.
    init(_ pieces: [Markup], separator: String = "\n") {
        text = pieces.map(\.text).joined(separator: separator)
    }

    static func += (left: inout Markup, right: Markup) { left.text += right.text }

    /// No markup at all.
    static let empty = Markup(trusted: "")

    /// Text in which nothing is markup, in elements and in quoted attributes.
    ///
    /// Characters that XML does not allow are replaced.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value & 0xFFFE == 0xFFFE:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Markup: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate(set) var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity * 2)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { text += Markup.escaped(value) }
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
        mutating func appendInterpolation(_ value: Markup) { text += value.text }
        mutating func appendInterpolation(_ values: [Markup]) {
            for value in values { text += value.text }
        }
    }
}
