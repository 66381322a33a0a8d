/// A colour of terminal text.
enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    /// The text in this style, or as it is where the stream takes no colour.
    func apply(_ text: String, when hasColor: Bool) -> String {
        hasColor ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
