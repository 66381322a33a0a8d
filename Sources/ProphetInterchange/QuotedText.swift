/// Text of files and arguments as it stands in a message: nothing in it steers a terminal, and it is not long.
public enum QuotedText {
    /// The text with control characters written out, and cut to a length.
    ///
    /// Written out are what Unicode counts as controls, line and paragraph separators, and the marks that turn the
    /// direction of writing.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The most characters of it that are shown.
    ///   - keepsLines: Whether line feeds stay.
    /// - Returns: The text as it is shown, with an ellipsis where it was cut.
    /// - Complexity: O(n) for n characters.
    public static func escaped(_ text: String, limit: Int = .max, keepsLines: Bool = false) -> String {
        let shown = limit < text.utf8.count ? text.prefix(limit) : text[...]
        var result = ""
        for scalar in shown.unicodeScalars {
            switch scalar.value {
            case 0x0A where keepsLines: result.unicodeScalars.append(scalar)
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return shown.endIndex < text.endIndex ? result + "…" : result
    }
}
