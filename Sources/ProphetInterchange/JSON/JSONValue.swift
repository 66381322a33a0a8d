/// A JSON value, or one of the numbers NaN and infinity that Python writes beside it.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([JSONMember])

    /// What kind of value this is, for an error.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): "\(value)"
        case .text(let text): "the text \"\(text.prefix(40))\""
        case .array(let items): "a list of \(items.count)"
        case .object: "an object"
        }
    }
}

/// One entry of a JSON object.
struct JSONMember: Hashable, Sendable {
    let key: String
    let value: JSONValue
}
