/// The few documents of XML that the archive answers with.
enum XMLText {
    /// Text as it may stand between two tags.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    /// An error as an answer.
    static func error(_ status: Int, _ code: String, _ message: String, key: String) -> RestAnswer {
        let text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code><Message>\(message)</Message>"
            + "<Key>\(escaped(key))</Key></Error>"
        return RestAnswer(status: status, contentType: "application/xml", body: Array(text.utf8))
    }
}
