/// A JSON value, or one of the numbers NaN and infinity that Python writes beside it.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([Member])

    /// One entry of an object.
    package struct Member: Hashable, Sendable {
        package let name: String
        package var value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// What kind of value this is, for an error.
    package var kind: String {
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
